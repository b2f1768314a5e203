package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.dl4j.internal.mirror.NetworkMirror;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.execution.ArrayPool;
import org.hessianreg.samediff.internal.execution.Program;
import org.hessianreg.samediff.internal.execution.ProgramRunner;
import org.hessianreg.samediff.internal.graph.FreeNames;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.reverse.ReverseSweep;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares the gradient of a mirror with the network's own: a mirror that computes something else
 * must not train it. The gradient is compared and not the score, which some of Deeplearning4j's
 * output layers read off arrays that their backward pass has changed.
 */
final class MirrorCheck {

  /** Of a gradient; at a minimum there is nothing but rounding to compare. */
  private static final double LEAST_NORM = 1e-2;

  private final TrainedNetwork network;
  private final List<String> parameters;
  private final Program program;
  private final ProgramRunner runner;
  private final List<INDArray> inputs;

  /**
   * Prepares the comparison for the network's current step.
   *
   * @param network the network, after its backward pass
   * @param mirror its mirror
   * @param parameters names of the parameters that the score depends on
   * @param pool memory for what the comparison computes
   */
  MirrorCheck(
      TrainedNetwork network, NetworkMirror mirror, List<String> parameters, ArrayPool pool) {
    String name = FreeNames.prefix(mirror.graph(), "check");
    GraphAddition ops = GraphAddition.begin(mirror.graph(), name);
    try {
      SDVariable score = mirror.graph().getVariable(mirror.score());
      SDVariable one = mirror.graph().constant(name + "/one", Nd4j.scalar(score.dataType(), 1.0));
      Map<String, SDVariable> gradients =
          mirror.asTrained(
              new ReverseSweep(mirror.graph(), ops).run(Map.of(score.name(), one), parameters));
      List<String> results = new ArrayList<>();
      gradients.values().forEach(gradient -> results.add(gradient.name()));
      ops.commit(results);
      this.network = network;
      this.parameters = List.copyOf(gradients.keySet());
      this.program = Program.ofGraph(mirror.graph(), results);
      this.runner = new ProgramRunner(program, pool, ops::attach, ops::detach);
      this.inputs = mirror.read(program.inputs());
    } finally {
      ops.detach();
    }
  }

  /**
   * Compares, when the network's gradient is complete.
   *
   * @throws HessianTraceException if the gradients differ by more than rounding can explain
   */
  void require() {
    disagreement()
        .ifPresent(
            what -> {
              throw new HessianTraceException(
                  "The gradient of the network's mirror differs from the network's own: " + what,
                  "correct the mirrors that you have added; if a setting was changed after the"
                      + " network was initialised, build the network with it, since"
                      + " Deeplearning4j may not follow the change; otherwise report the network's"
                      + " configuration as a defect of this library.");
            });
  }

  /** Whether the gradients differ by no more than rounding can explain. */
  boolean agrees() {
    return disagreement().isEmpty();
  }

  private Optional<String> disagreement() {
    List<INDArray> gradients = runner.run(inputs);
    double norm = LEAST_NORM * network.gradientScale();
    for (String parameter : parameters) {
      norm = Math.hypot(norm, network.requireGradient(parameter).norm2Number().doubleValue());
    }
    double tolerance = network.dataType() == DataType.DOUBLE ? 1e-6 : 1e-2;
    for (int i = 0; i < parameters.size(); i++) {
      INDArray own = network.requireGradient(parameters.get(i));
      INDArray mirrored = gradients.get(i).mul(network.gradientScale());
      double difference = own.sub(mirrored).norm2Number().doubleValue();
      // A gradient that is not finite is the training's problem, not the mirror's.
      if (difference > tolerance * norm) {
        return Optional.of(
            String.format(
                "for parameter '%s' they differ by %.1e of the whole gradient's norm.",
                parameters.get(i), difference / norm));
      }
    }
    return Optional.empty();
  }
}
