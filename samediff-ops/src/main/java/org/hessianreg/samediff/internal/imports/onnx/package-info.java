/** ONNX files written anew, so that ND4J's importer reads them, and reads what they mean. */
package org.hessianreg.samediff.internal.imports.onnx;
