package org.hessianreg.dl4j.spark.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What travels, against ND4J's own copies, sums and quotients, bit for bit. */
class NumbersTest {

  /** More than two pieces of 4 MiB of the widest type, and no multiple of one. */
  private static final int MANY = 1_300_001;

  private static INDArray random(DataType type, int salt, long... shape) {
    return Nd4j.rand(DataType.DOUBLE, shape).subi(0.5).muli(salt).castTo(type);
  }

  static Stream<INDArray> arrays() {
    INDArray matrix = random(DataType.DOUBLE, 3, 6, 8);
    return Stream.of(
        matrix,
        matrix.dup('f'),
        matrix.transpose(),
        matrix.getRow(2, true),
        matrix.getColumn(3, true),
        matrix.get(NDArrayIndex.interval(1, 4), NDArrayIndex.all()),
        matrix.get(NDArrayIndex.interval(1, 4), NDArrayIndex.interval(2, 5)),
        matrix.reshape(2, 3, 8),
        Nd4j.scalar(DataType.DOUBLE, 2.5),
        random(DataType.FLOAT, 1, 1, 7));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("arrays")
  void elementsComeBackInTheirPlaces(INDArray array) {
    INDArray copy = array.dup();
    Numbers numbers = Numbers.of(array);
    assertThat(numbers.size()).isEqualTo(array.length() * array.dataType().width());
    array.assign(0.0);
    numbers.copyTo(array);
    assertThat(array).isEqualTo(copy);
    INDArray inOrder = Nd4j.create(array.dataType(), array.shape(), 'c');
    numbers.copyTo(inOrder);
    assertThat(inOrder).isEqualTo(copy);
  }

  /** Elements beside those of a view stay as they are. */
  @Test
  void whatIsBesideAViewStays() {
    INDArray matrix = Nd4j.ones(DataType.FLOAT, 4, 3);
    Numbers.of(Nd4j.zeros(DataType.FLOAT, 1, 3)).copyTo(matrix.getRow(1, true));
    Numbers.of(Nd4j.zeros(DataType.FLOAT, 4, 1)).copyTo(matrix.getColumn(2, true));
    assertThat(matrix.sumNumber().doubleValue()).isEqualTo(6.0);
    assertThat(matrix.getRow(1).sumNumber().doubleValue()).isZero();
    assertThat(matrix.getColumn(2).sumNumber().doubleValue()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF", "FLOAT", "DOUBLE"})
  void sumsAndQuotientsAreThoseOfNd4j(DataType type) {
    INDArray a = random(type, 1, 1, MANY);
    INDArray b = random(type, 5, 1, MANY);
    INDArray c = random(type, 7, 1, MANY);
    INDArray before = a.dup();
    INDArray mean = Nd4j.create(type, 1, MANY);
    Numbers.sum(List.of(Numbers.of(a), Numbers.of(b), Numbers.of(c))).dividedBy(3).copyTo(mean);
    assertThat(mean.equalsWithEps(a.add(b).addi(c).divi(3), 0.0)).isTrue();
    assertThat(a).isEqualTo(before);
  }

  @Test
  void theMeanOfOneIsItself() {
    Numbers one = Numbers.of(Nd4j.ones(3));
    assertThat(Numbers.sum(List.of(one)).dividedBy(1)).isSameAs(one);
  }
}
