package org.hessianreg.cudaops;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which ops a build of ND4J's native library contains, found by the words in the file: the virtual
 * table of an op's class, the object that registers a second name for one, the kernels that are
 * instantiated with an older op, and the names in the enumerations of the older ops. The library
 * need not load.
 */
final class NativeSymbols {

  private static final String VIRTUAL_TABLE = "_ZTV";
  private static final String FUNCTION = "_Z";
  private static final String OPS = "sd::ops::";
  private static final String SYNONYM = "__registratorSynonym_";
  private static final String OLDER_OPS = "N7simdOps";

  private final Set<String> classes = new HashSet<>();
  private final Map<String, String> synonyms = new HashMap<>();
  private final Set<String> functions = new HashSet<>();
  private final Map<String, Map<String, String>> kernels = new HashMap<>();
  private final Set<String> enumerated = new HashSet<>();

  private NativeSymbols() {}

  /** Reads a library, in pieces: it is large. */
  static NativeSymbols of(InputStream library) throws IOException {
    NativeSymbols symbols = new NativeSymbols();
    InputStream bytes = new BufferedInputStream(library, 1 << 20);
    StringBuilder word = new StringBuilder();
    int before = -1;
    int b;
    do {
      b = bytes.read();
      if (isPartOfName(b)) {
        word.append((char) b);
      } else {
        symbols.add(word.toString(), before == 0 && b == 0);
        word.setLength(0);
        before = b;
      }
    } while (b >= 0);
    return symbols;
  }

  private static boolean isPartOfName(int b) {
    return b > 0 && b < 128 && (Character.isLetterOrDigit(b) || b == '_');
  }

  /**
   * A name in an enumeration must be a whole string: in so many bytes short words come by chance.
   */
  private void add(String word, boolean whole) {
    if (word.startsWith(VIRTUAL_TABLE)) {
      MangledName.at(word, VIRTUAL_TABLE.length())
          .filter(name -> name.startsWith(OPS))
          .ifPresent(name -> classes.add(name.substring(OPS.length())));
    } else if (word.startsWith(FUNCTION)) {
      MangledName.at(word, FUNCTION.length()).ifPresent(name -> addFunction(name, word));
    } else if (whole && word.length() > 2) {
      enumerated.add(word);
    }
  }

  private void addFunction(String name, String word) {
    if (name.startsWith(OPS + SYNONYM)) {
      int target = word.indexOf("INS0_");
      if (target >= 0) {
        MangledName.at(word, target + "INS0_".length())
            .ifPresent(op -> synonyms.put(name.substring((OPS + SYNONYM).length()), op));
      }
      return;
    }
    functions.add(name);
    int older = word.indexOf(OLDER_OPS);
    if (older >= 0) {
      MangledName.at(word, older + OLDER_OPS.length())
          .ifPresent(op -> kernels.computeIfAbsent(name, k -> new HashMap<>()).put(plain(op), op));
    }
  }

  /** The C++ class of that op, declared under the name or having it as a further one. */
  Optional<String> declarable(String op) {
    if (classes.contains(op)) {
      return Optional.of(OPS + op);
    }
    return Optional.ofNullable(synonyms.get(op)).filter(classes::contains).map(OPS::concat);
  }

  /** The kernel instantiated with a class of the older ops, whatever the case of its letters. */
  Optional<String> kernel(String function, String olderClass) {
    return Optional.ofNullable(kernels.getOrDefault(function, Map.of()).get(plain(olderClass)))
        .map(op -> function + "<simdOps::" + op + ">");
  }

  /**
   * The name in an enumeration of the older ops, where the function is there that tells them apart
   * by number. A string that another one ends with is stored as that one's end.
   */
  Optional<String> enumerated(String function, String olderClass) {
    return functions.contains(function)
            && enumerated.stream().anyMatch(name -> name.endsWith(olderClass))
        ? Optional.of(function + ", " + olderClass)
        : Optional.empty();
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  int classes() {
    return classes.size();
  }

  int synonyms() {
    return synonyms.size();
  }

  int kernels() {
    return kernels.values().stream().mapToInt(Map::size).sum();
  }
}
