package org.hessianreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PyTorchTest {

  @Test
  void isMissingWithoutPython() throws IOException {
    assertThat(PyTorch.find("no-such-python")).isEmpty();
  }

  @Test
  void isMissingWithAPythonThatDoesNotKnowIt() throws IOException {
    assertThat(PyTorch.find("false")).isEmpty();
  }

  @Test
  void unpacksTheScript() throws IOException {
    // This "Python" prints the arguments: the question for the version is its own answer.
    PyTorch torch = PyTorch.find("echo").orElseThrow();

    assertThat(torch.version()).contains("import torch");
    assertThat(torch.worker(Network.of("mlp"), PeerMethod.JVP, 3, "cuda"))
        .startsWith("echo", "-u")
        .endsWith("mlp", "jvp", "3", "cuda")
        .element(2)
        .satisfies(script -> assertThat(Path.of(script)).content().contains("triple-backward"));
  }

  @Test
  void whatIsNotInstalledCannotBeStarted() {
    PeerContender peer =
        new PeerContender(new Workers(1), Optional.empty(), Network.of("mlp"), PeerMethod.PLAIN);

    assertThatThrownBy(peer::start)
        .isInstanceOf(UnsupportedTrainingException.class)
        .hasMessage("not installed");
  }
}
