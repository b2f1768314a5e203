package org.hessianreg.examples.comparison;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.hessianreg.examples.StepTimes;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A given number of minibatches of one size, as one epoch: the data are gone through in a new order
 * again and again. The orders depend on the seed alone. The time from one minibatch to the next is
 * that of a training step.
 */
final class Minibatches implements MultiDataSetIterator {

  private static final long serialVersionUID = 1L;

  private final transient DataSet data;
  private final int size;
  private final int steps;
  private final transient List<DataSetPreProcessor> preprocessors;
  private final RandomDataGenerator random;
  private final transient StepTimes times = new StepTimes();
  private int[] order = new int[0];
  private int position;
  private int step;

  /**
   * @param size examples in each minibatch
   * @param steps how many minibatches
   * @param preprocessors applied to each of them, in this order
   */
  Minibatches(
      DataSet data, int size, int steps, long seed, List<DataSetPreProcessor> preprocessors) {
    this.data = data;
    this.size = size;
    this.steps = steps;
    this.preprocessors = List.copyOf(preprocessors);
    this.random = new RandomDataGenerator(new Well19937c(seed));
  }

  /** Milliseconds of the steps so far. */
  List<Double> stepMillis() {
    return times.millis();
  }

  @Override
  public boolean hasNext() {
    return step < steps;
  }

  @Override
  public MultiDataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("All " + steps + " minibatches have been drawn");
    }
    times.step();
    step++;
    int[] rows = draw();
    DataSet batch = new DataSet(rows(data.getFeatures(), rows), rows(data.getLabels(), rows));
    preprocessors.forEach(preprocessor -> preprocessor.preProcess(batch));
    return batch.toMultiDataSet();
  }

  private static INDArray rows(INDArray values, int[] rows) {
    return Nd4j.pullRows(values, 1, rows, 'c');
  }

  /** A minibatch may hold the end of one order and the start of the next. */
  private int[] draw() {
    int[] rows = new int[size];
    for (int i = 0; i < size; i++) {
      if (position == order.length) {
        order = random.nextPermutation(data.numExamples(), data.numExamples());
        position = 0;
      }
      rows[i] = order[position++];
    }
    return rows;
  }

  @Override
  public MultiDataSet next(int examples) {
    throw new UnsupportedOperationException("The size of the minibatches is fixed: use next()");
  }

  @Override
  public void reset() {
    throw new UnsupportedOperationException("The minibatches are drawn once");
  }

  @Override
  public boolean resetSupported() {
    return false;
  }

  /** No: everything is in memory, and a thread for it would only disturb the timings. */
  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    throw new UnsupportedOperationException("Preprocessors are given at the start");
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return null;
  }
}
