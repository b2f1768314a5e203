package org.hessianreg.examples;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Writes the embedded digits as files of the shapes in which users have theirs. */
final class DigitsFiles {

  private static final int DARKEST = 16;

  private DigitsFiles() {}

  /** Writes PNG files, one folder for each class. */
  static void writeImages(Path folder) throws IOException {
    DataSet digits = DigitsData.readAll();
    int[] classes = digits.getLabels().argMax(1).toIntVector();
    for (int digit = 0; digit < DigitsData.CLASSES; digit++) {
      Files.createDirectories(folder.resolve(Integer.toString(digit)));
    }
    for (int i = 0; i < classes.length; i++) {
      Path file = folder.resolve(Integer.toString(classes[i])).resolve(i + ".png");
      ImageIO.write(image(digits.getFeatures().slice(i)), "png", file.toFile());
    }
  }

  private static BufferedImage image(INDArray pixels) {
    int side = DigitsData.SIDE;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    WritableRaster raster = image.getRaster();
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        raster.setSample(column, row, 0, pixels.getInt(0, row, column) * 255 / DARKEST);
      }
    }
    return image;
  }

  /**
   * Writes CSV files in the layout of {@link SequenceFolder}: each digit as the sequence of its
   * columns from left to right, the blank ones at both sides left out.
   */
  static void writeSequences(SequenceFolder.Layout layout) throws IOException {
    DataSet digits = DigitsData.readAll();
    int[] classes = digits.getLabels().argMax(1).toIntVector();
    layout.createFolders();
    for (int i = 0; i < classes.length; i++) {
      Files.write(layout.features(i), columns(digits.getFeatures().slice(i)));
      Files.write(layout.label(i), List.of(Integer.toString(classes[i])));
    }
  }

  private static List<String> columns(INDArray pixels) {
    List<String> columns =
        IntStream.range(0, DigitsData.SIDE)
            .mapToObj(column -> column(pixels, column))
            .collect(Collectors.toList());
    String blank = String.join(",", Collections.nCopies(DigitsData.SIDE, "0"));
    int from = 0;
    int to = columns.size();
    while (columns.get(from).equals(blank)) {
      from++;
    }
    while (columns.get(to - 1).equals(blank)) {
      to--;
    }
    return columns.subList(from, to);
  }

  private static String column(INDArray pixels, int column) {
    return IntStream.range(0, DigitsData.SIDE)
        .mapToObj(row -> Integer.toString(pixels.getInt(0, row, column)))
        .collect(Collectors.joining(","));
  }
}
