package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.hessianreg.samediff.ParameterDropout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Graphs for which SameDiff makes a gradient function that its sessions cannot run. With the option
 * they train, and steps without a penalty are those of a graph that is the same function and that
 * SameDiff trains.
 */
class SessionGradientsTest {

  private static final int[] ROWS = {3, 1, 1, 0};

  /** How the weights, a matrix of 4 times 3, are read. */
  private interface Reader extends BiFunction<SameDiff, SDVariable, SDVariable> {}

  /** The reader that SameDiff cannot train, and one that it can. */
  private static Map<String, List<Reader>> readers() {
    Reader itself = (sd, w) -> w;
    Map<String, List<Reader>> readers = new LinkedHashMap<>();
    readers.put("identity", List.of((sd, w) -> sd.identity(w), itself));
    readers.put("identity of identity", List.of((sd, w) -> sd.identity(sd.identity(w)), itself));
    readers.put("reshaped identity", List.of((sd, w) -> sd.identity(w).reshape(4, 3), itself));
    readers.put(
        "gather of rows",
        List.of(
            (sd, w) -> sd.gather(w, ROWS, 0),
            (sd, w) -> sd.constant(Nd4j.eye(4).castTo(DataType.DOUBLE).getRows(ROWS)).mmul(w)));
    readers.put(
        "gather of rows by a constant",
        List.of(
            (sd, w) -> sd.gather(sd.math().tanh(w), sd.constant(Nd4j.createFromArray(ROWS)), 0),
            (sd, w) ->
                sd.constant(Nd4j.eye(4).castTo(DataType.DOUBLE).getRows(ROWS))
                    .mmul(sd.math().tanh(w))));
    readers.put(
        "gather of columns",
        List.of((sd, w) -> sd.gather(w, new int[] {2, 1, 0}, 1), (sd, w) -> sd.reverse(w, 1)));
    return readers;
  }

  private static Map<String, HessianTraceRegularization> options() {
    Map<String, HessianTraceRegularization> options = new LinkedHashMap<>();
    options.put("every third step", option().interval(3).build());
    options.put("no penalty", option().coefficient(0.0).build());
    options.put(
        "a warm-up from 0",
        option()
            .coefficient(new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.0, 2, 0.1)))
            .build());
    options.put(
        "nothing drawn in some steps",
        option().dropout(ParameterDropout.perTensor(0.2)).seed(1).build());
    options.put("linear along the probes", option().parameterPattern("c").build());
    options.put("bounded", option().interval(2).gradientBound(0.1).build());
    return options;
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.1).seed(3);
  }

  static Stream<Arguments> everything() {
    List<Arguments> rows = new ArrayList<>();
    readers()
        .forEach((r, reader) -> options().forEach((o, option) -> rows.add(Arguments.of(r, o))));
    return rows.stream();
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everything")
  void theyTrainAsOthersDo(String reader, String option) {
    SameDiff untrainable = graph(readers().get(reader).get(0));
    SameDiff other = graph(readers().get(reader).get(1));
    String actual = train(untrainable, options().get(option));
    assertThat(actual).isEqualTo(train(other, options().get(option)));
    SmallNetwork.parameters(other)
        .forEach(
            (name, array) ->
                assertThat(untrainable.getVariable(name).getArr().distance2(array))
                    .as(name)
                    .isLessThan(1e-12));
  }

  private static SameDiff graph(Reader reader) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 4);
    SDVariable y = sd.placeHolder("y", DataType.DOUBLE, -1, 3);
    SDVariable w = sd.var("w", Nd4j.linspace(DataType.DOUBLE, -0.9, 0.15, 12).reshape(4, 3));
    SDVariable b = sd.var("b", Nd4j.linspace(DataType.DOUBLE, 0.1, 0.2, 3));
    SDVariable c = sd.var("c", Nd4j.ones(DataType.DOUBLE, 3));
    SDVariable h = sd.math().tanh(x.mmul(reader.apply(sd, w)).add(b));
    sd.math().square(h.sub(y)).mean().add("loss", c.sum());
    sd.setLossVariables("loss");
    return sd;
  }

  private static List<DataSet> batches() {
    List<DataSet> batches = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      INDArray x = Nd4j.linspace(DataType.DOUBLE, -1, 0.13 / i, 20).reshape(5, 4);
      INDArray y = Nd4j.linspace(DataType.DOUBLE, 1, -0.1 * i, 15).reshape(5, 3);
      batches.add(new DataSet(x, y));
    }
    return batches;
  }

  /** The loss and the iterations that are penalised. */
  private static String train(SameDiff sd, HessianTraceRegularization option) {
    sd.setTrainingConfig(SmallNetwork.config(new Adam(0.01), option, new L2Regularization(0.01)));
    HessianTrace trace = HessianTrace.enable(sd);
    List<String> said = new ArrayList<>();
    for (DataSet batch : batches()) {
      said.add(
          String.format(
              "%.9f",
              sd.fit(new SingletonDataSetIterator(batch), 1)
                  .getLossCurve()
                  .meanLoss(0)
                  .totalLoss()));
    }
    trace.history().forEach(record -> said.add(record.toString()));
    return said.toString();
  }

  /** What makes them untrainable. */
  @Test
  void sameDiffItselfDoesNotTrainThem() {
    readers()
        .forEach(
            (name, pair) -> {
              SameDiff sd = graph(pair.get(0));
              sd.setTrainingConfig(SmallNetwork.config(new Adam(0.01)));
              assertThatThrownBy(() -> batches().forEach(sd::fit))
                  .as(name)
                  .isInstanceOf(RuntimeException.class);
            });
  }

  /**
   * A loss that is handed on by an identity, whose value a session cannot look up: without the
   * option the identity does not run.
   */
  @Test
  void aLossBehindAnIdentityIsTrained() {
    List<Map<String, INDArray>> trained = new ArrayList<>();
    for (boolean behind : List.of(true, false)) {
      SameDiff sd = graph((graph, w) -> w);
      if (behind) {
        sd.identity("same", sd.identity(sd.getVariable("loss")));
        sd.setLossVariables("same");
      }
      sd.setTrainingConfig(SmallNetwork.config(new Adam(0.01), option().interval(2).build()));
      HessianTrace.enable(sd);
      batches().forEach(sd::fit);
      trained.add(SmallNetwork.parameters(sd));
    }
    assertThat(trained.get(0)).isEqualTo(trained.get(1));
  }

  /** Then SameDiff's own steps are good, to the last bit. */
  @Test
  void withoutTheCacheSameDiffGathersItself() {
    List<Map<String, INDArray>> trained = new ArrayList<>();
    for (boolean enable : List.of(true, false)) {
      SameDiff sd = graph((graph, w) -> graph.gather(w, ROWS, 0));
      sd.setTrainingConfig(
          enable
              ? SmallNetwork.config(new Adam(0.01), option().coefficient(0.0).build())
              : SmallNetwork.config(new Adam(0.01)));
      if (enable) {
        HessianTrace.enable(sd);
      }
      sd.createGradFunction();
      sd.getFunction("grad").setEnableCache(false);
      batches().forEach(sd::fit);
      trained.add(SmallNetwork.parameters(sd));
    }
    assertThat(trained.get(0)).isEqualTo(trained.get(1));
  }
}
