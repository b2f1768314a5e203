package org.hessianreg.dl4j.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.hessianreg.dl4j.internal.mirror.layers.SameDiffLayerCases;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Which mirror stands for which part. */
class MirrorsTest {

  /** A subclass that may compute anything. */
  private static final class OtherLoss extends LossMCXENT {

    private static final long serialVersionUID = 1L;
  }

  private final DenseLayer dense = new DenseLayer.Builder().nIn(2).nOut(3).build();

  @Test
  void aPartHasTheMirrorOfItsClass() {
    LayerMirror<DenseLayer> mirror = (layer, x) -> x;
    assertThat(Mirrors.builtIn().layer(DenseLayer.class, mirror).layerMirror(dense))
        .containsSame(mirror);
  }

  @Test
  void aMirrorOfAnAbstractClassStandsForItsSubclasses() {
    assertThat(Mirrors.builtIn().layerMirror(new SameDiffLayerCases.Dense())).isPresent();
  }

  @Test
  void aMirrorOfAConcreteClassDoesNotStandForItsSubclasses() {
    assertThat(Mirrors.builtIn().lossMirror(new LossMCXENT())).isPresent();
    assertThat(Mirrors.builtIn().lossMirror(new OtherLoss())).isEmpty();
  }

  @Test
  void addingAMirrorLeavesTheTableAsItWas() {
    Mirrors before = Mirrors.builtIn();
    Mirrors after = before.loss(OtherLoss.class, loss -> loss.labels());
    assertThat(before.lossMirror(new OtherLoss())).isEmpty();
    assertThat(after.lossMirror(new OtherLoss())).isPresent();
    assertThat(after.parts()).contains(OtherLoss.class).containsAll(before.parts());
  }

  @Test
  void kindsOfPartsHaveTablesOfTheirOwn() {
    Mirrors mirrors = Mirrors.builtIn();
    OutputLayer output = new OutputLayer.Builder().nIn(2).nOut(3).build();
    assertThat(mirrors.outputLayerMirror(output)).isPresent();
    assertThat(mirrors.layerMirror(output)).isEmpty();
    assertThat(mirrors.outputLayerMirror(dense)).isEmpty();
    assertThat(mirrors.activationMirror(new ActivationTanH())).isPresent();
    assertThat(mirrors.preProcessorMirror(new ComposableInputPreProcessor())).isPresent();
    assertThat(mirrors.vertexMirror(dense)).isEmpty();
  }
}
