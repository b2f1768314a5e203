package org.hessianreg.dl4j.internal.mirror.layers;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.data;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.maskedData;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.output;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;

/** Networks with attention. */
public final class AttentionCases {

  private AttentionCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>();
    for (boolean masked : new boolean[] {false, true}) {
      String suffix = masked ? ", masked" : "";
      cases.add(
          NetworkCase.layers(
              "self-attention" + suffix,
              () ->
                  conf()
                      .list(
                          rnn(),
                          new SelfAttentionLayer.Builder()
                              .nIn(4)
                              .nOut(4)
                              .nHeads(2)
                              .projectInput(true)
                              .build(),
                          output(4, RNNFormat.NCW))
                      .build(),
              () -> masked ? maskedData() : data(RNNFormat.NCW)));
      cases.add(
          NetworkCase.layers(
              "self-attention without projections" + suffix,
              () ->
                  conf()
                      .list(
                          rnn(),
                          new SelfAttentionLayer.Builder()
                              .nIn(4)
                              .nOut(4)
                              .nHeads(1)
                              .projectInput(false)
                              .build(),
                          output(4, RNNFormat.NCW))
                      .build(),
              () -> masked ? maskedData() : data(RNNFormat.NCW)));
    }
    cases.add(vertex("attention vertex", true));
    cases.add(vertex("attention vertex without projections", false));
    return cases;
  }

  private static NetworkCase vertex(String name, boolean projected) {
    return NetworkCase.graph(
        name,
        () ->
            conf()
                .graphBuilder()
                .addInputs("x")
                .addLayer("a", rnn(), "x")
                .addLayer("b", rnn(), "x")
                .addVertex("v", attention(projected), "a", "b", "b")
                .addLayer("y", output(4, RNNFormat.NCW), "v")
                .setOutputs("y")
                .build(),
        () -> data(RNNFormat.NCW));
  }

  private static GraphVertex attention(boolean projected) {
    return new AttentionVertex.Builder()
        .nInKeys(4)
        .nInQueries(4)
        .nInValues(4)
        .nOut(4)
        .nHeads(projected ? 2 : 1)
        .projectInput(projected)
        .build();
  }

  private static SimpleRnn rnn() {
    return new SimpleRnn.Builder().nIn(3).nOut(4).build();
  }
}
