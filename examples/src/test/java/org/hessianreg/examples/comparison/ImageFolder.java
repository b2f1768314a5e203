package org.hessianreg.examples.comparison;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Writes small folders in the shape of Fashion-MNIST: bright stripes whose place is the class. */
final class ImageFolder {

  static final String TRAINING_IMAGES = "train-images-idx3-ubyte.gz";
  static final String TRAINING_LABELS = "train-labels-idx1-ubyte.gz";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";

  private ImageFolder() {}

  static Path write(Path folder, int training, int test) throws IOException {
    Files.createDirectories(folder);
    part(folder, TRAINING_IMAGES, TRAINING_LABELS, training, 1);
    part(folder, TEST_IMAGES, TEST_LABELS, test, 2);
    return folder;
  }

  private static void part(Path folder, String imageFile, String labelFile, int count, long seed)
      throws IOException {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * FashionMnist.PIXELS];
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) random.nextInt(FashionMnist.CLASSES);
      for (int p = 0; p < FashionMnist.PIXELS; p++) {
        boolean bright = p / FashionMnist.SIDE / 2 == labels[i] + 2;
        pixels[i * FashionMnist.PIXELS + p] = (byte) (random.nextInt(60) + (bright ? 150 : 0));
      }
    }
    Files.write(
        folder.resolve(imageFile),
        gzip(idx(0x803, pixels, count, FashionMnist.SIDE, FashionMnist.SIDE)));
    Files.write(folder.resolve(labelFile), gzip(idx(0x801, labels, count)));
  }

  static byte[] idx(int magic, byte[] values, int... sizes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(magic);
    for (int size : sizes) {
      out.writeInt(size);
    }
    out.write(values);
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(values);
    }
    return bytes.toByteArray();
  }
}
