package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hessianreg.dl4j.spy.HostReads;
import org.hessianreg.samediff.HessianOps;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;

class HostReadTest {

  private static final class Iterations extends BaseListener {
    private final HostReads spy;

    Iterations(HostReads spy) {
      this.spy = spy;
    }

    @Override
    public boolean isActive(Operation operation) {
      return operation == Operation.TRAINING;
    }

    @Override
    public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etl) {
      if (at.iteration() > 0) {
        spy.watch();
      }
    }

    @Override
    public void iterationDone(SameDiff sd, At at, MultiDataSet data, Loss loss) {
      spy.rest();
    }
  }

  @Test
  void probe() {
    HostReads spy = HostReads.by(HessianTrace.class, HessianOps.class);
    SameDiff sd = SmallNetwork.withDropout();
    sd.setTrainingConfig(
        SmallNetwork.config(
            new Adam(0.1), HessianTraceRegularization.builder().coefficient(0.001).build()));
    sd.addListeners(new Iterations(spy));
    HessianTrace.enable(sd);
    SmallNetwork.fit(sd, SmallNetwork.batches(3, DataType.FLOAT));
    System.out.println("READS");
    spy.reads().forEach(System.out::println);
    assertThat(spy.reads()).isEqualTo(List.of());
  }
}
