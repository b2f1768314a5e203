package org.hessianreg.cudaops;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks up in ND4J's CUDA library whatever {@link OpRecorder} has noted. The library is read as a
 * file and not loaded, so that no GPU and no part of CUDA is needed.
 */
public final class OpsOnCuda {

  private static final int MISSING = 2;

  private final NativeSymbols symbols;
  private final PrintStream out;

  OpsOnCuda(NativeSymbols symbols, PrintStream out) {
    this.symbols = symbols;
    this.out = out;
  }

  /**
   * Prints what was found and ends the JVM with exit code 2 if an op is missing.
   *
   * @param args the platform, such as linux-x86_64, and the files that the recorder has written
   * @throws IOException if one of them cannot be read
   */
  public static void main(String[] args) throws IOException {
    Set<RecordedOp> ops = new TreeSet<>();
    for (int i = 1; i < args.length; i++) {
      Files.readAllLines(Path.of(args[i])).stream().map(RecordedOp::parse).forEach(ops::add);
    }
    boolean complete = new OpsOnCuda(symbols(args[0]), System.out).report(ops);
    if (!complete) {
      System.exit(MISSING);
    }
  }

  private static NativeSymbols symbols(String platform) throws IOException {
    String name = "/org/nd4j/linalg/jcublas/bindings/" + platform + "/libnd4jcuda.so";
    try (InputStream library = OpsOnCuda.class.getResourceAsStream(name)) {
      if (library == null) {
        throw new IOException(name + " is not on the class path: build with -Pcuda-ops");
      }
      return NativeSymbols.of(library);
    }
  }

  /** Prints counts, the symbol of every op, and what is missing; returns whether nothing is. */
  boolean report(Collection<RecordedOp> ops) {
    Map<String, Integer> executed = new TreeMap<>();
    Map<String, Integer> found = new TreeMap<>();
    List<RecordedOp> missing = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    for (RecordedOp op : new TreeSet<>(ops)) {
      Optional<String> symbol = op.find(symbols);
      executed.merge(op.family(), 1, Integer::sum);
      found.merge(op.family(), symbol.isPresent() ? 1 : 0, Integer::sum);
      if (symbol.isEmpty()) {
        missing.add(op);
      }
      rows.add(row(op.family(), code(op.name()), symbol.map(OpsOnCuda::code).orElse("missing")));
    }
    print(executed, found, rows);
    out.println(missing.isEmpty() ? "None is missing." : "Missing: " + missing);
    return missing.isEmpty() && !ops.isEmpty();
  }

  private void print(
      Map<String, Integer> executed, Map<String, Integer> found, Collection<String> rows) {
    out.printf(
        "libnd4jcuda.so: %d classes of ops, %d further names of theirs, %d kernels of older ops%n%n",
        symbols.classes(), symbols.synonyms(), symbols.kernels());
    out.println(row("family", "executed by the tests", "found"));
    out.println("|---|---|---|");
    executed.forEach((family, count) -> out.println(row(family, count, found.get(family))));
    out.println(row("all", sum(executed), sum(found)));
    out.printf("%n%s%n|---|---|---|%n", row("family", "op", "symbol"));
    rows.forEach(out::println);
    out.println();
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String row(Object first, Object second, Object third) {
    return String.format("| %s | %s | %s |", first, second, third);
  }
}
