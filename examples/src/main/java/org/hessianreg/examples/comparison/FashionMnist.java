package org.hessianreg.examples.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;

/**
 * The Fashion-MNIST images (Xiao, Rasul, Vollgraf, <a href="https://arxiv.org/abs/1708.07747">
 * arXiv:1708.07747</a>) in a folder with the four IDX files. Training and test images have
 * accessors of their own; nothing reads the test files but {@link #test}.
 */
final class FashionMnist {

  /** Where Debian's package puts the files. */
  static final String DEBIAN_FOLDER = "/usr/share/datasets/fashion-mnist";

  static final int SIDE = 28;
  static final int PIXELS = SIDE * SIDE;
  static final int CLASSES = 10;

  private static final String TRAINING = "train";
  private static final String TEST = "t10k";
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";

  private final Path folder;

  FashionMnist(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads everything once, so that what is missing or damaged is found before hours of training.
   *
   * @return the number of training images
   * @throws HessianTraceException if it is
   */
  int check() throws IOException {
    List<String> missing =
        Stream.of(TRAINING + IMAGES, TRAINING + LABELS, TEST + IMAGES, TEST + LABELS)
            .filter(name -> find(name).isEmpty())
            .collect(Collectors.toList());
    if (!missing.isEmpty()) {
      throw missing(missing);
    }
    test();
    return training().size();
  }

  LabelledImages training() throws IOException {
    return read(TRAINING);
  }

  /** The test images. To be read for a final run alone, never to choose anything. */
  LabelledImages test() throws IOException {
    return read(TEST);
  }

  private LabelledImages read(String part) throws IOException {
    Path imageFile = find(part + IMAGES).orElseThrow(() -> missing(List.of(part + IMAGES)));
    Path labelFile = find(part + LABELS).orElseThrow(() -> missing(List.of(part + LABELS)));
    IdxFile images = IdxFile.read(imageFile, 3);
    IdxFile labels = IdxFile.read(labelFile, 1);
    if (images.size(1) != SIDE || images.size(2) != SIDE) {
      throw new HessianTraceException(
          String.format(
              "File %s holds images of %d x %d, expected %d x %d.",
              imageFile, images.size(1), images.size(2), SIDE, SIDE),
          "name a folder with the files of Fashion-MNIST.");
    }
    if (images.size(0) != labels.size(0)) {
      throw new HessianTraceException(
          String.format(
              "File %s holds %d images, but %s %d labels.",
              imageFile, images.size(0), labelFile.getFileName(), labels.size(0)),
          "get both files from one source.");
    }
    for (byte label : labels.values()) {
      if (label < 0 || label >= CLASSES) {
        throw new HessianTraceException(
            String.format("File %s holds the label %d, outside 0 to 9.", labelFile, label & 0xff),
            "name a folder with the files of Fashion-MNIST.");
      }
    }
    return new LabelledImages(images.values(), labels.values());
  }

  private Optional<Path> find(String name) {
    return Stream.of(name + ".gz", name)
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private HessianTraceException missing(List<String> names) {
    return new HessianTraceException(
        String.format("Folder %s lacks %s (.gz or not).", folder, String.join(", ", names)),
        "install Debian's package dataset-fashion-mnist, or download the four files from"
            + " github.com/zalandoresearch/fashion-mnist and name their folder with --data.");
  }
}
