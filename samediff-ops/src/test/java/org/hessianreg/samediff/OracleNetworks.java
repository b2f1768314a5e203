package org.hessianreg.samediff;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** The oracles' networks as SameDiff graphs, as a user would write them. */
public final class OracleNetworks {

  private final SameDiff sd = SameDiff.create();
  private final Map<String, SDVariable> v = new HashMap<>();
  private final boolean dynamicBatch;

  private OracleNetworks(Oracle oracle, DataType type, boolean dynamicBatch) {
    this.dynamicBatch = dynamicBatch;
    oracle.arrays("inputs", type).forEach(this::placeholder);
    oracle
        .arrays("parameters", type)
        .forEach((name, array) -> v.put(name, sd.var(name, array.dup())));
  }

  private void placeholder(String name, INDArray array) {
    long[] shape = array.shape().clone();
    if (dynamicBatch) {
      shape[0] = -1;
    }
    v.put(name, sd.placeHolder(name, array.dataType(), shape));
  }

  /** Builds the graph; its loss is the variable {@code loss}, marked as such. */
  public static SameDiff build(Oracle oracle, DataType type, boolean dynamicBatch) {
    OracleNetworks network = new OracleNetworks(oracle, type, dynamicBatch);
    network.body(oracle.name());
    network.sd.setLossVariables("loss");
    return network.sd;
  }

  private SDVariable p(String name) {
    return v.get(name);
  }

  private void body(String name) {
    switch (name) {
      case "mlp_tanh_ce":
        crossEntropy(dense(sd.math().tanh(dense(p("x"), "w1", "b1")), "w2", "b2"));
        break;
      case "mlp_relu_ce":
        SDVariable h1 = sd.nn().relu(dense(p("x"), "w1", "b1"), 0);
        SDVariable h2 = sd.nn().relu(dense(h1, "w2", "b2"), 0);
        crossEntropy(dense(h2, "w3", "b3"));
        break;
      case "mlp_sigmoid_mse":
        SDVariable s = sd.nn().sigmoid(dense(p("x"), "w1", "b1"));
        sd.loss().meanSquaredError("loss", p("y"), s.mmul(p("w2")), null);
        break;
      case "cnn_maxpool_ce":
        cnnMaxPool();
        break;
      case "cnn_batchnorm_swish_ce":
        cnnBatchNorm();
        break;
      case "residual_layernorm_gelu_ce":
        residual();
        break;
      case "attention_ce":
        attention();
        break;
      case "embedding_sigmoid_ce":
        SDVariable rows = sd.gather(p("e"), p("ids"), 0);
        SDVariable z = dense(rows.mean(1), "w", "b");
        sd.loss().sigmoidCrossEntropy("loss", p("y"), z, null);
        break;
      case "tied_autoencoder_mse":
        SDVariable code = sd.nn().softplus(dense(p("x"), "w", "b"));
        SDVariable back = sd.mmul(code, p("w"), false, true, false).add(p("c"));
        sd.loss().meanSquaredError("loss", p("x"), back, null);
        break;
      case "rnn_unrolled_ce":
        rnn();
        break;
      default:
        throw new IllegalArgumentException(name);
    }
  }

  private SDVariable dense(SDVariable x, String w, String b) {
    return x.mmul(p(w)).add(p(b));
  }

  private void crossEntropy(SDVariable logits) {
    sd.loss().softmaxCrossEntropy("loss", p("y"), logits, null);
  }

  private SDVariable conv(SDVariable x, SDVariable w, int pad) {
    return sd.cnn()
        .conv2d(
            x,
            w,
            Conv2DConfig.builder()
                .kH(3)
                .kW(3)
                .pH(pad)
                .pW(pad)
                .sH(1)
                .sW(1)
                .paddingMode(PaddingMode.VALID)
                .build());
  }

  private void cnnMaxPool() {
    SDVariable h = sd.nn().relu(conv(p("x"), p("w1"), 1), 0);
    h =
        sd.cnn()
            .maxPooling2d(
                h,
                Pooling2DConfig.builder()
                    .kH(2)
                    .kW(2)
                    .sH(2)
                    .sW(2)
                    .paddingMode(PaddingMode.VALID)
                    .build());
    crossEntropy(dense(h.reshape(-1, 27), "w2", "b2"));
  }

  private void cnnBatchNorm() {
    SDVariable h = conv(p("x"), p("w1"), 0);
    SDVariable centred = h.sub(h.mean(true, 0, 2, 3));
    SDVariable variance = sd.math().square(centred).mean(true, 0, 2, 3);
    SDVariable scale = sd.math().rsqrt(variance.add(1e-5));
    h = centred.mul(scale).mul(p("g").reshape(1, 3, 1, 1)).add(p("b").reshape(1, 3, 1, 1));
    h = sd.nn().swish(h);
    crossEntropy(h.mean(2, 3).mmul(p("w2")));
  }

  private void residual() {
    SDVariable x = p("x");
    SDVariable centred = x.sub(x.mean(true, 1));
    SDVariable deviation = sd.math().sqrt(sd.math().square(centred).mean(true, 1));
    SDVariable h = centred.div(deviation).mul(p("g")).add(p("b"));
    SDVariable u = h.mmul(p("w1"));
    SDVariable gelu = u.mul(0.5).mul(sd.math().erf(u.mul(1.0 / Math.sqrt(2.0))).add(1.0));
    crossEntropy(x.add(gelu.mmul(p("w2"))).mmul(p("w3")));
  }

  private void attention() {
    SDVariable flat = p("x").reshape(-1, 5);
    SDVariable q = flat.mmul(p("wq")).reshape(-1, 4, 3);
    SDVariable k = flat.mmul(p("wk")).reshape(-1, 4, 3);
    SDVariable values = flat.mmul(p("wv")).reshape(-1, 4, 4);
    SDVariable scores = sd.mmul(q, k, false, true, false).mul(1.0 / Math.sqrt(3.0));
    SDVariable a = sd.nn().softmax(scores, 2).mmul(values);
    crossEntropy(a.mean(1).mmul(p("wo")));
  }

  private void rnn() {
    SDVariable h = null;
    for (int t = 0; t < 4; t++) {
      SDVariable x = sd.gather(p("x"), sd.constant(t), 1);
      SDVariable u = x.mmul(p("wx"));
      u = h == null ? u : u.add(h.mmul(p("wh")));
      h = sd.math().tanh(u.add(p("b")));
    }
    crossEntropy(h.mmul(p("wo")));
  }
}
