package org.hessianreg.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.InputSplit;

/** A folder of images in which each class has a folder of its own. Immutable. */
final class ImageFolder {

  private static final List<String> FORMATS = List.of("png", "jpg", "jpeg", "bmp");
  private static final String FIX = "give a folder for each class with images in it";

  private final List<String> classes;
  private final List<Path> images;

  private ImageFolder(List<String> classes, List<Path> images) {
    this.classes = List.copyOf(classes);
    this.images = List.copyOf(images);
  }

  /** Refuses a folder that is not as described, and images that cannot be read. */
  static ImageFolder open(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw BadDataException.of(root, "is not a folder", FIX);
    }
    List<String> classes = new ArrayList<>();
    List<Path> images = new ArrayList<>();
    for (Path folder : list(root)) {
      if (Files.isDirectory(folder)) {
        classes.add(folder.getFileName().toString());
        images.addAll(images(folder));
      }
    }
    if (classes.size() < 2) {
      throw BadDataException.of(root, "holds fewer than two folders", FIX);
    }
    return new ImageFolder(classes, images);
  }

  private static List<Path> images(Path folder) throws IOException {
    List<Path> images =
        list(folder).stream().filter(ImageFolder::isNamedAsImage).collect(Collectors.toList());
    if (images.isEmpty()) {
      throw BadDataException.of(
          folder, "holds no images", "put some of " + String.join(", ", FORMATS) + " into it");
    }
    images.forEach(ImageFolder::checkImage);
    return images;
  }

  /** DataVec would fail while it reads all images, by an exception that names no file. */
  private static void checkImage(Path file) {
    // Java's decoder first: OpenCV's would print a line of its own about a file that is cut off.
    if (!isDecodedByJava(file) || !isDecodedByOpenCv(file)) {
      throw BadDataException.of(
          file, "is no image, or not a whole one", "write it anew or remove it");
    }
  }

  private static boolean isDecodedByJava(Path file) {
    try {
      return ImageIO.read(file.toFile()) != null;
    } catch (IOException | RuntimeException e) {
      return false; // Damaged files lead to exceptions of many kinds.
    }
  }

  private static boolean isDecodedByOpenCv(Path file) {
    try (Mat image = opencv_imgcodecs.imread(file.toString())) {
      return !image.empty();
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

  /** The names of the folders, in alphabetical order. */
  List<String> classes() {
    return classes;
  }

  int images() {
    return images.size();
  }

  /**
   * A training and a test part, drawn at random.
   *
   * @param training how many images are to train on
   */
  InputSplit[] split(int training, long seed) {
    List<Path> shuffled = new ArrayList<>(images);
    Collections.shuffle(shuffled, new Random(seed));
    return new InputSplit[] {
      part(shuffled.subList(0, training)), part(shuffled.subList(training, shuffled.size()))
    };
  }

  private static InputSplit part(List<Path> files) {
    return new CollectionInputSplit(files.stream().map(Path::toUri).collect(Collectors.toList()));
  }
}
