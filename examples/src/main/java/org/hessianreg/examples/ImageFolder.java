package org.hessianreg.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.datavec.api.io.filters.RandomPathFilter;
import org.datavec.api.split.FileSplit;
import org.datavec.api.split.InputSplit;

/** A folder of images in which each class has a folder of its own. Immutable. */
final class ImageFolder {

  private static final List<String> FORMATS = List.of("png", "jpg", "jpeg", "bmp");
  private static final String MEND = "give a folder for each class with images in it";

  private final Path root;
  private final int classes;
  private final int images;

  private ImageFolder(Path root, int classes, int images) {
    this.root = root;
    this.classes = classes;
    this.images = images;
  }

  /** Refuses a folder that is not as described, and images that cannot be read. */
  static ImageFolder open(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw BadDataException.of(root, "is no folder", MEND);
    }
    List<Path> classes = list(root).stream().filter(Files::isDirectory).collect(Collectors.toList());
    if (classes.size() < 2) {
      throw BadDataException.of(root, "holds fewer than two folders", MEND);
    }
    int images = 0;
    for (Path folder : classes) {
      images += count(folder);
    }
    return new ImageFolder(root, classes.size(), images);
  }

  private static int count(Path folder) throws IOException {
    List<Path> images = list(folder).stream().filter(ImageFolder::isNamedAsImage).collect(Collectors.toList());
    if (images.isEmpty()) {
      throw BadDataException.of(
          folder, "holds no images", "put some of " + String.join(", ", FORMATS) + " into it");
    }
    images.forEach(ImageFolder::checkImage);
    return images.size();
  }

  /** DataVec would fail in the middle of the training, by an exception that names no file. */
  private static void checkImage(Path file) {
    try (Mat image = opencv_imgcodecs.imread(file.toString())) {
      if (image.empty()) {
        throw BadDataException.of(
            file, "is no image, or not a whole one", "write it anew or remove it");
      }
    }
  }

  private static boolean isNamedAsImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && FORMATS.stream().anyMatch(f -> name.endsWith("." + f));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted().collect(Collectors.toList());
    }
  }

  int classes() {
    return classes;
  }

  int images() {
    return images;
  }

  /**
   * A training and a test part, drawn at random.
   *
   * @param training how many images are to train on
   */
  InputSplit[] split(int training, long seed) {
    String[] formats = FORMATS.toArray(new String[0]);
    Random random = new Random(seed);
    return new FileSplit(root.toFile(), formats)
        .sample(new RandomPathFilter(random, formats), training, images - training);
  }
}
