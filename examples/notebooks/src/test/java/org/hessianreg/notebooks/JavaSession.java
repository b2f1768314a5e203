package org.hessianreg.notebooks;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** A JShell in this Java machine that takes whole cells and lets nothing pass that goes wrong. */
final class JavaSession implements AutoCloseable {

  private final ValueControl control = new ValueControl();
  private final JShell shell =
      JShell.builder().executionEngine(new ValueControlProvider(control), Map.of()).build();

  void addToClassPath(String path) {
    shell.addToClasspath(path);
  }

  /**
   * Runs a cell.
   *
   * @return the value of the expression that it ends with, if it does and the value is not null
   */
  Optional<Object> run(String code) throws NotebookFailure {
    Optional<Snippet> last = Optional.empty();
    String rest = code;
    while (!rest.isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      if (next.completeness() == Completeness.EMPTY) {
        break;
      }
      if (!next.completeness().isComplete()) {
        throw new NotebookFailure("incomplete snippet: " + rest.strip());
      }
      for (SnippetEvent event : shell.eval(next.source())) {
        check(event);
        last = Optional.of(event.snippet());
      }
      rest = next.remaining();
    }
    checkReferences();
    if (last.filter(JavaSession::isVariable).isPresent()) {
      throw new NotebookFailure(
          "the cell ends with the declaration of a variable, which BeakerX displays: "
              + last.get().source().strip());
    }
    return last.filter(JavaSession::isExpression).flatMap(snippet -> control.value());
  }

  /** JShell keeps the value of an expression in a variable, too, which does not count. */
  private static boolean isVariable(Snippet snippet) {
    return snippet.kind() == Snippet.Kind.VAR
        && snippet.subKind() != Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
  }

  private static boolean isExpression(Snippet snippet) {
    return snippet.kind() == Snippet.Kind.EXPRESSION
        || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
  }

  private void check(SnippetEvent event) throws NotebookFailure {
    String source = event.snippet().source().strip();
    if (event.status() == Status.REJECTED) {
      throw new NotebookFailure("rejected snippet: " + source + "\n" + diagnosis(event.snippet()));
    }
    if (event.exception() != null) {
      throw new NotebookFailure("exception: " + describe(event.exception()) + " in: " + source);
    }
  }

  /** JShell accepts a method or class that refers to what does not exist, and waits for it. */
  private void checkReferences() throws NotebookFailure {
    for (Snippet snippet : shell.snippets().collect(Collectors.toList())) {
      Status status = shell.status(snippet);
      if (status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED) {
        throw new NotebookFailure(
            "unresolved reference in: " + snippet.source().strip() + "\n" + diagnosis(snippet));
      }
    }
  }

  private String diagnosis(Snippet snippet) {
    return shell
        .diagnostics(snippet)
        .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
        .collect(Collectors.joining("\n"));
  }

  private static String describe(Throwable exception) {
    return exception instanceof jdk.jshell.EvalException
        ? ((jdk.jshell.EvalException) exception).getExceptionClassName()
            + ": "
            + exception.getMessage()
        : exception.toString();
  }

  @Override
  public void close() {
    shell.close();
  }
}
