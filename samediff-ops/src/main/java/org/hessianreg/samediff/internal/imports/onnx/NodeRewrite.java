package org.hessianreg.samediff.internal.imports.onnx;

import onnx.Onnx.NodeProto;

/** Writes a node with others that ND4J's importer reads rightly. */
interface NodeRewrite {

  /**
   * Writes the node.
   *
   * @param node the node
   * @param writer receives what stands for it
   * @return false if the node is to stay as it is; nothing has been written then
   */
  boolean rewrite(NodeProto node, NodeWriter writer);
}
