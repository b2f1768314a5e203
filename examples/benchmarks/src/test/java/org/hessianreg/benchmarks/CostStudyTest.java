package org.hessianreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class CostStudyTest {

  private final Workers workers = new Workers(1);
  private final Network network = Network.of("mlp");

  @Test
  void measuresWhatItCanAndSaysWhatItCannot() throws Exception {
    StringWriter out = new StringWriter();
    TaskList progress = new TaskList(new PrintWriter(out, true), List.of("slow", "sick", "torch"));
    Contender absent = new PeerContender(workers, Optional.empty(), network, PeerMethod.PLAIN);

    NetworkCost costs =
        new CostStudy(network, stub("plain", "100"), OptionalInt.of(2), progress)
            .run(List.of(stub("slow", "250"), stub("sick", "ill")), List.of(absent));

    Cost plain = costs.of("plain").orElseThrow();
    assertThat(plain.millis().median()).isEqualTo(100.0);
    assertThat(plain.ratio().most()).isEqualTo(1.0);
    Cost slow = costs.of("slow").orElseThrow();
    assertThat(slow.millis().median()).isEqualTo(250.0);
    assertThat(slow.ratio().median()).isEqualTo(2.5);
    assertThat(slow.ops()).hasValue(17);
    assertThat(slow.memory().net()).isEqualTo(2000L);
    assertThat(costs.missing()).containsEntry("pytorch-plain", "not installed");
    assertThat(costs.missing()).containsKey("sick");
    assertThat(out.toString())
        .contains("First: slow", "slow: 250.0 ms, 2.50 x plain; next: sick", "[3/3");
  }

  private Contender stub(String label, String millis) {
    return new Contender() {
      @Override
      public String label() {
        return label;
      }

      @Override
      public SliceLength slice() {
        return SliceLength.any();
      }

      @Override
      public WorkerProcess start() throws IOException, UnsupportedTrainingException {
        if (millis.equals("ill")) {
          throw new UnsupportedTrainingException("ill");
        }
        return workers.java(StubWorker.class, millis);
      }

      @Override
      public long footprint(WorkerProcess worker) throws IOException {
        return worker.footprint(1);
      }
    };
  }
}
