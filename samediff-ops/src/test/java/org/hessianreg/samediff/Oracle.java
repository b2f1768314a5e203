package org.hessianreg.samediff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A small network solved by an independent automatic differentiation, in float64. */
public final class Oracle {

  /** The names of all oracle files. */
  public static final List<String> NAMES =
      List.of(
          "attention_ce",
          "cnn_batchnorm_swish_ce",
          "cnn_maxpool_ce",
          "embedding_sigmoid_ce",
          "mlp_relu_ce",
          "mlp_sigmoid_mse",
          "mlp_tanh_ce",
          "residual_layernorm_gelu_ce",
          "rnn_unrolled_ce",
          "tied_autoencoder_mse");

  private final String name;
  private final JsonNode root;

  private Oracle(String name, JsonNode root) {
    this.name = name;
    this.root = root;
  }

  /** Reads an oracle from the test resources. */
  public static Oracle load(String name) {
    try (InputStream in = Oracle.class.getResourceAsStream("/oracles/" + name + ".json")) {
      return new Oracle(name, new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The oracle's name. */
  public String name() {
    return name;
  }

  /** A number such as {@code loss}, {@code quadraticForm} or {@code hessianTrace}. */
  public double number(String field) {
    return root.get(field).asDouble();
  }

  /** Arrays by name: {@code inputs}, {@code parameters}, {@code direction}, {@code gradient}, … */
  public Map<String, INDArray> arrays(String field, DataType type) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    Iterator<Map.Entry<String, JsonNode>> entries = root.get(field).fields();
    while (entries.hasNext()) {
      Map.Entry<String, JsonNode> entry = entries.next();
      arrays.put(entry.getKey(), array(entry.getKey(), entry.getValue(), type));
    }
    return arrays;
  }

  private static INDArray array(String name, JsonNode tensor, DataType type) {
    long[] shape = new long[tensor.get("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.get("shape").get(i).asLong();
    }
    double[] data = new double[tensor.get("data").size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = tensor.get("data").get(i).asDouble();
    }
    INDArray doubles = Nd4j.create(data, shape, 'c');
    return doubles.castTo("ids".equals(name) ? DataType.INT32 : type);
  }
}
