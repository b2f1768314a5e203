package org.hessianreg.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hessianreg.examples.internal.Json;
import org.hessianreg.samediff.backend.BackendCheck;

/** One run of the benchmark: the studies one after the other, and what they leave behind. */
final class BenchmarkRun {

  private static final String FIGURES = "benchmark.json";
  private static final String COSTS = "cost.png";
  private static final String SCALING = "scaling.png";

  private final Selection selection;
  private final Path folder;
  private final PrintWriter out;
  private final Workers workers;
  private final Optional<PyTorch> torch;
  private final Results results;
  private final TaskList progress;

  BenchmarkRun(Selection selection, Path folder, PrintWriter out) throws IOException {
    this.selection = selection;
    this.folder = folder;
    this.out = out;
    workers = new Workers(selection.threads());
    torch = selection.peers().isEmpty() ? Optional.empty() : PyTorch.find(selection.python());
    results = new Results(new Machine(selection.threads(), torch.orElse(null)));
    out.println(BackendCheck.describe());
    out.println(results.machine());
    progress = new TaskList(out, tasks());
  }

  private List<String> tasks() {
    List<String> tasks = new ArrayList<>();
    if (selection.has(Study.COST)) {
      for (Subject network : selection.subjects()) {
        contenders(network).forEach(c -> tasks.add(network.label() + " " + c.label()));
        peers(network).forEach(c -> tasks.add(network.label() + " " + c.label()));
      }
    }
    if (selection.has(Study.SCALING)) {
      tasks.addAll(ScalingStudy.tasks());
    }
    if (selection.has(Study.ENABLE)) {
      tasks.addAll(EnableStudy.tasks());
    }
    if (selection.has(Study.VARIANCE)) {
      selection.graphs().forEach(network -> tasks.addAll(NoiseStudy.tasks(network)));
    }
    return tasks;
  }

  private List<Contender> contenders(Subject network) {
    return selection.penalised().stream()
        .map(method -> new JavaContender(workers, network, method))
        .collect(Collectors.toList());
  }

  private List<Contender> peers(Subject network) {
    if (!(network instanceof Network)) {
      return List.of();
    }
    return selection.peers().stream()
        .map(method -> new PeerContender(workers, torch, (Network) network, method))
        .collect(Collectors.toList());
  }

  /** Says what was measured even if something fails after hours. */
  void run() throws IOException, UnsupportedTrainingException {
    try {
      measure();
    } finally {
      out.println();
      results.tables().forEach(out::println);
      out.println("Charts and figures: " + folder);
    }
  }

  private void measure() throws IOException, UnsupportedTrainingException {
    if (selection.has(Study.COST)) {
      measureCosts();
    }
    if (selection.has(Study.SCALING)) {
      measureScaling();
    }
    if (selection.has(Study.ENABLE)) {
      results.add(new EnableStudy(workers, progress).run());
      save();
    }
    if (selection.has(Study.VARIANCE)) {
      measureNoise();
    }
  }

  private void measureCosts() throws IOException, UnsupportedTrainingException {
    for (Subject network : selection.subjects()) {
      CostStudy study =
          new CostStudy(
              network,
              new JavaContender(workers, network, Method.PLAIN),
              selection.rounds(),
              progress);
      NetworkCost cost = study.run(contenders(network), peers(network));
      results.add(cost);
      save();
      CostChart.write(results.costs(), folder.resolve(COSTS));
    }
  }

  private void measureScaling() throws IOException, UnsupportedTrainingException {
    Scaling scaling = new ScalingStudy(workers, selection.rounds(), progress).run();
    results.add(scaling);
    save();
    ScalingChart.write(scaling, folder.resolve(SCALING));
  }

  private void measureNoise() throws IOException, UnsupportedTrainingException {
    for (Network network : selection.graphs()) {
      NetworkNoise noise = new NoiseStudy(workers, network, selection.draws(), progress).run();
      results.add(noise);
      save();
    }
  }

  /** After each network: what was measured is not lost if a later one or a chart fails. */
  private void save() throws IOException {
    Json.write(results, folder.resolve(FIGURES));
  }
}
