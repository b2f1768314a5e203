package org.hessianreg.dl4j.internal.mirror.layers;

import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.hessianreg.dl4j.mirror.Mirrors;

/** The mirrors of layers, and of vertices, that know of no time or space. */
public final class LayerTable {

  private LayerTable() {}

  /**
   * Adds them.
   *
   * @param mirrors a table
   * @return the table with them
   */
  public static Mirrors addedTo(Mirrors mirrors) {
    return ActivationTable.addedTo(mirrors)
        // Fully connected layers.
        .layer(DenseLayer.class, FullyConnected::dense)
        .layer(ActivationLayer.class, FullyConnected::activation)
        // Layers that act on each element.
        .layer(DropoutLayer.class, ElementWiseLayers::dropout)
        .layer(ElementWiseMultiplicationLayer.class, ElementWiseLayers::multiplication)
        .layer(PReLULayer.class, ElementWiseLayers::parametricRelu)
        // Normalisation.
        .layer(BatchNormalization.class, BatchNormalizations::normalization)
        // Layers and vertices of SameDiff ops, with the user's own.
        .layer(SameDiffLayer.class, SameDiffParts::layer)
        .layer(SelfAttentionLayer.class, Attention::self)
        .layer(
            RecurrentAttentionLayer.class,
            (layer, input) -> {
              throw layer.refusal(
                  "its op multi_head_dot_product_attention has no second derivatives.",
                  "use SelfAttentionLayer before a recurrent layer.");
            })
        .vertex(AttentionVertex.class, Attention::vertex)
        .outputLayer(SameDiffOutputLayer.class, SameDiffParts::output)
        .vertex(SameDiffVertex.class, SameDiffParts::vertex)
        // Vertices.
        .vertex(MergeVertex.class, Vertices::merge)
        .vertex(ElementWiseVertex.class, Vertices::elementWise)
        .vertex(SubsetVertex.class, Vertices::subset)
        .vertex(StackVertex.class, Vertices::stack)
        .vertex(UnstackVertex.class, Vertices::unstack)
        .vertex(ScaleVertex.class, (v, in) -> in.get(0).mul(v.conf().getScaleFactor()))
        .vertex(ShiftVertex.class, (v, in) -> in.get(0).add(v.conf().getShiftFactor()))
        .vertex(ReshapeVertex.class, Vertices::reshape)
        .vertex(PreprocessorVertex.class, Vertices::preProcessed)
        .vertex(L2Vertex.class, Vertices::distance)
        .vertex(L2NormalizeVertex.class, Vertices::normalized)
        .vertex(PoolHelperVertex.class, Vertices::withoutFirst);
  }
}
