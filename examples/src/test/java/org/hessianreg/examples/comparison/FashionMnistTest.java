package org.hessianreg.examples.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {

  @TempDir private Path folder;

  private void assertRejected(String... message) {
    assertThatThrownBy(() -> new FashionMnist(folder).check())
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message)
        .hasMessageContaining("Fix: ");
  }

  @Test
  void readsBothParts() throws IOException {
    FashionMnist files = new FashionMnist(ImageFolder.write(folder, 30, 20));
    assertThat(files.check()).isEqualTo(30);
    assertThat(files.training().size()).isEqualTo(30);
    LabelledImages test = files.test();
    assertThat(test.size()).isEqualTo(20);
    int stripe = (test.label(7) + 2) * 2 * FashionMnist.SIDE;
    assertThat(test.pixel(7, stripe)).isBetween(150, 209);
    assertThat(test.pixel(7, stripe - 1)).isLessThan(60);
  }

  @Test
  void aMissingFileIsNamedAndHowToGetIt() throws IOException {
    ImageFolder.write(folder, 30, 20);
    Files.delete(folder.resolve(ImageFolder.TEST_LABELS));
    assertRejected("t10k-labels-idx1-ubyte", "dataset-fashion-mnist", "--data");
  }

  @Test
  void anEmptyFolderLacksAllFour() {
    assertRejected(
        "train-images-idx3-ubyte, train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte");
  }

  @Test
  void imagesAndLabelsMustBeAsMany() throws IOException {
    ImageFolder.write(folder, 30, 20);
    Files.write(
        folder.resolve(ImageFolder.TRAINING_LABELS), ImageFolder.idx(0x801, new byte[29], 29));
    assertRejected("holds 30 images", "29 labels");
  }

  @Test
  void imagesMustBeOf28By28() throws IOException {
    ImageFolder.write(folder, 30, 20);
    Files.write(
        folder.resolve(ImageFolder.TEST_IMAGES),
        ImageFolder.idx(0x803, new byte[20 * 4], 20, 2, 2));
    assertRejected("images of 2 x 2");
  }

  @Test
  void labelsMustBeClasses() throws IOException {
    ImageFolder.write(folder, 30, 20);
    byte[] labels = new byte[20];
    labels[3] = 10;
    Files.write(folder.resolve(ImageFolder.TEST_LABELS), ImageFolder.idx(0x801, labels, 20));
    assertRejected("the label 10");
  }
}
