package org.hessianreg.dl4j.mirror;

import org.hessianreg.dl4j.internal.mirror.convolutions.ConvolutionTable;
import org.hessianreg.dl4j.internal.mirror.layers.LayerTable;
import org.hessianreg.dl4j.internal.mirror.outputs.OutputTable;
import org.hessianreg.dl4j.internal.mirror.sequences.SequenceTable;

/** The mirrors that this library has, from the tables of the families of parts. */
final class BuiltInMirrors {

  private BuiltInMirrors() {}

  static Mirrors table() {
    return OutputTable.addedTo(
        SequenceTable.addedTo(ConvolutionTable.addedTo(LayerTable.addedTo(Mirrors.none()))));
  }
}
