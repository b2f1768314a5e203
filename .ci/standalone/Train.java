import java.util.List;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.PenaltyRecord;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A project of one's own: the README's five lines on a small network. */
public class Train {

  public static void main(String[] arguments) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 4);
    SDVariable y = sd.placeHolder("y", DataType.FLOAT, -1, 3);
    SDVariable hidden = sd.math().tanh(x.mmul(sd.var("w0", Nd4j.rand(DataType.FLOAT, 4, 8))));
    SDVariable logits = hidden.mmul("logits", sd.var("w1", Nd4j.rand(DataType.FLOAT, 8, 3)));
    sd.loss().softmaxCrossEntropy("loss", y, logits, null);
    sd.setLossVariables("loss");

    HessianTraceRegularization reg = HessianTraceRegularization.builder().coefficient(1e-3).build();
    sd.setTrainingConfig(TrainingConfig.builder().updater(new Adam(1e-3)).regularization(reg)
        .dataSetFeatureMapping("x").dataSetLabelMapping("y").build());
    HessianTrace trace = HessianTrace.enable(sd);
    INDArray labels = Nd4j.eye(3).repeat(0, 4).castTo(DataType.FLOAT);
    sd.fit(new SingletonDataSetIterator(new DataSet(Nd4j.rand(DataType.FLOAT, 12, 4), labels)), 10);

    List<PenaltyRecord> history = trace.history();
    if (history.size() != 10 || history.stream().anyMatch(record -> record.penalty() == 0)) {
      throw new IllegalStateException("Expected ten penalised steps: " + history);
    }
    System.out.println("A project of one's own took " + history.size() + " penalised steps.");
  }
}
