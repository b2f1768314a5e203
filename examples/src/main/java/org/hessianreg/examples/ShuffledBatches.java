package org.hessianreg.examples;

import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Minibatches in a new order each epoch; the orders depend on the seed alone. */
final class ShuffledBatches implements MultiDataSetIterator {
  private static final long serialVersionUID = 1L;

  private final DataSet data;
  private final int batch;
  private final long seed;
  private int epoch;
  private int position;

  /**
   * @param data is copied, not shuffled in place
   * @param batch examples per minibatch; the last one of an epoch may have fewer
   */
  ShuffledBatches(DataSet data, int batch, long seed) {
    this.data = data.copy();
    this.batch = batch;
    this.seed = seed;
    shuffle();
  }

  /** Goes on to the order of a later epoch, as after that many epochs of training. */
  ShuffledBatches skip(int epochs) {
    for (int i = 0; i < epochs; i++) {
      reset();
    }
    return this;
  }

  private void shuffle() {
    data.shuffle(31 * seed + epoch);
    position = 0;
  }

  @Override
  public boolean hasNext() {
    return position < data.numExamples();
  }

  @Override
  public MultiDataSet next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The epoch is over: reset() starts the next one");
    }
    int end = Math.min(position + batch, data.numExamples());
    // Not DataSet.batchBy: it takes seconds for a few hundred images.
    MultiDataSet next = ((DataSet) data.getRange(position, end)).toMultiDataSet();
    position = end;
    return next;
  }

  @Override
  public MultiDataSet next(int examples) {
    throw new UnsupportedOperationException("The size of the batches is fixed: use next()");
  }

  @Override
  public void reset() {
    epoch++;
    shuffle();
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  /** No: everything is in memory, and a thread for it would only disturb the timings. */
  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    throw new UnsupportedOperationException("The data are standardised already");
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return null;
  }
}
