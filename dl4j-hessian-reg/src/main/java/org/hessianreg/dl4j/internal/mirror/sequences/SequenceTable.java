package org.hessianreg.dl4j.internal.mirror.sequences;

import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.hessianreg.dl4j.mirror.Mirrors;

/** The mirrors of layers, vertices and preprocessors of sequences. */
public final class SequenceTable {

  private SequenceTable() {}

  /**
   * Adds them.
   *
   * @param mirrors a table
   * @return the table with them
   */
  @SuppressWarnings("deprecation") // Deprecated layers are trained as long as they exist.
  public static Mirrors addedTo(Mirrors mirrors) {
    return mirrors
        // Recurrent layers.
        .layer(LSTM.class, Lstm::lstm)
        .layer(GravesLSTM.class, Lstm::gravesLstm)
        .layer(GravesBidirectionalLSTM.class, Lstm::gravesBidirectionalLstm)
        .layer(SimpleRnn.class, SimpleRecurrent::simpleRnn)
        // Wrappers and other layers of sequences.
        .layer(Bidirectional.class, SequenceWrappers::bidirectional)
        .layer(LastTimeStep.class, SequenceWrappers::lastTimeStep)
        .layer(MaskZeroLayer.class, SequenceWrappers::maskZero)
        .layer(TimeDistributed.class, SequenceWrappers::timeDistributed)
        .layer(RepeatVector.class, SequenceLayers::repeatVector)
        .layer(MaskLayer.class, SequenceLayers::mask)
        .layer(EmbeddingLayer.class, Embeddings::embedding)
        .layer(EmbeddingSequenceLayer.class, Embeddings::sequence)
        .layer(GlobalPoolingLayer.class, GlobalPooling::activations)
        // Vertices.
        .vertex(LastTimeStepVertex.class, SequenceVertices::lastStep)
        .vertex(DuplicateToTimeSeriesVertex.class, SequenceVertices::duplicated)
        .vertex(ReverseTimeSeriesVertex.class, SequenceVertices::reversed)
        // Input preprocessors.
        .preProcessor(ComposableInputPreProcessor.class, SequencePreProcessors::composed)
        .preProcessor(RnnToFeedForwardPreProcessor.class, SequencePreProcessors::toRows)
        .preProcessor(FeedForwardToRnnPreProcessor.class, SequencePreProcessors::ofRows)
        .preProcessor(RnnToCnnPreProcessor.class, SequencePreProcessors::toImages)
        .preProcessor(CnnToRnnPreProcessor.class, SequencePreProcessors::ofImages);
  }
}
