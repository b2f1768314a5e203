package org.hessianreg.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTrace;
import org.nd4j.linalg.dataset.DataSet;

/** Trains a network of DL4J's layers by {@code net.fit}, the way a user does. */
final class LayeredTraining implements Training {

  private static final long SEED = 1;
  private static final double LEARNING_RATE = 1e-4;

  private final MultiLayerNetwork net;
  private final DataSet batch;
  private final double enableMillis;

  LayeredTraining(LayeredNetwork network, Method method) {
    net = network.network(SEED, LEARNING_RATE);
    batch = network.batch(SEED);
    long start = System.nanoTime();
    method.option(net.paramTable().size()).ifPresent(option -> HessianTrace.enable(net, option));
    enableMillis = (System.nanoTime() - start) / 1e6;
  }

  @Override
  public double firstStep() {
    return enableMillis + step();
  }

  @Override
  public List<Double> steps(int count) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      millis.add(step());
    }
    return millis;
  }

  private double step() {
    long start = DeviceQueue.nanosWhenDone();
    net.fit(batch);
    return (DeviceQueue.nanosWhenDone() - start) / 1e6;
  }

  /** DL4J's layers call native ops directly. */
  @Override
  public long executedOps() {
    return -1;
  }

  @Override
  public void collectedSteps(int count) {
    for (int i = 0; i < count; i++) {
      Collector.collect();
      net.fit(batch);
    }
  }
}
