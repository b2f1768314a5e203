package org.hessianreg.samediff.internal.execution;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** How the elements of an array can lie in memory. */
enum Layout {
  /** In the order of their indices. */
  DENSE {
    @Override
    INDArray of(INDArray array) {
      return array.dup('c');
    }
  },
  /** The same, but not from the start of the memory. */
  PART_OF_LARGER {
    @Override
    INDArray of(INDArray array) {
      INDArray larger = Nd4j.create(array.dataType(), 2 + array.length());
      INDArray part = larger.get(NDArrayIndex.interval(2, 2 + array.length()));
      return part.assign(array.dup('c').reshape(array.length())).reshape('c', array.shape());
    }
  },
  /** The first index first. */
  FORTRAN {
    @Override
    INDArray of(INDArray array) {
      return array.dup('f');
    }
  },
  /** With gaps. */
  STRIDED {
    @Override
    INDArray of(INDArray array) {
      if (array.rank() == 0) {
        return array.dup();
      }
      long[] shape = new long[array.rank() + 1];
      INDArrayIndex[] first = new INDArrayIndex[shape.length];
      for (int i = 0; i < array.rank(); i++) {
        shape[i] = array.size(i);
        first[i] = NDArrayIndex.all();
      }
      shape[array.rank()] = 2;
      first[array.rank()] = NDArrayIndex.point(0);
      return Nd4j.create(array.dataType(), shape).get(first).assign(array);
    }
  };

  /** A copy of an array in this layout. */
  abstract INDArray of(INDArray array);

  /** Random numbers between -1 and 1. */
  static INDArray random(Random random, DataType type, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, 2 * random.nextDouble() - 1);
    }
    return array.castTo(type);
  }
}
