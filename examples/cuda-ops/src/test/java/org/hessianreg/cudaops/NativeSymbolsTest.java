package org.hessianreg.cudaops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeSymbolsTest {

  private static final String INDEX_REDUCE = "simpleIndexReduceGeneric";

  private NativeSymbols symbols;

  @BeforeEach
  void read() throws IOException {
    String library =
        String.join(
            "\0",
            "ELF",
            "_ZTVN2sd3ops6conv2dE",
            "_ZTVN2sd3ops6matmulE",
            "_ZTVN2sd5graph7ContextE",
            "_ZN2sd3ops28__registratorSynonym_matmulbINS0_6matmulEEC1EPKcS4_",
            "_ZN2sd3ops26__registratorSynonym_ghostINS0_5spookEEC1EPKcS4_",
            "_Z20pairwiseSimpleShapedIdddN7simdOps8MultiplyIdddEEEvPvPKx",
            "_Z21transformStrictSimpleIfN7simdOps4TanhIfEEEvPKv",
            "_Z24simpleIndexReduceGenericIdxEviPKvPKxiPvS4_",
            "IndexMax",
            "AlphaDropOut",
            "no IndexMin",
            "tail");
    symbols =
        NativeSymbols.of(new ByteArrayInputStream(library.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void aClassIsKnownByItsVirtualTable() {
    assertThat(symbols.declarable("conv2d")).hasValue("sd::ops::conv2d");
    assertThat(symbols.declarable("conv")).isEmpty();
    assertThat(symbols.declarable("conv3d")).isEmpty();
    assertThat(symbols.declarable("Context")).isEmpty();
    assertThat(symbols.classes()).isEqualTo(2);
  }

  @Test
  void aFurtherNameIsKnownByWhatRegistersIt() {
    assertThat(symbols.declarable("matmulb")).hasValue("sd::ops::matmul");
    assertThat(symbols.declarable("ghost")).isEmpty();
  }

  @Test
  void anOlderOpIsKnownByTheKernelOfItsFamily() {
    assertThat(symbols.kernel("pairwiseSimpleShaped", "Multiply"))
        .hasValue("pairwiseSimpleShaped<simdOps::Multiply>");
    assertThat(symbols.kernel("transformStrictSimple", "tanh")).isPresent();
    assertThat(symbols.kernel("transformStrictSimple", "tan")).isEmpty();
    assertThat(symbols.kernel("transformStrictSimple", "Multiply")).isEmpty();
  }

  @Test
  void anOlderOpWithoutAKernelOfItsOwnIsKnownByTheEnumeration() {
    assertThat(symbols.enumerated(INDEX_REDUCE, "IndexMax"))
        .hasValue("simpleIndexReduceGeneric, IndexMax");
    assertThat(symbols.enumerated(INDEX_REDUCE, "IndexMin")).isEmpty();
    assertThat(symbols.enumerated("randomGeneric", "IndexMax")).isEmpty();
  }

  @Test
  void aStringThatAnotherOneEndsWithIsFoundInIt() {
    assertThat(symbols.enumerated(INDEX_REDUCE, "DropOut"))
        .hasValue("simpleIndexReduceGeneric, DropOut");
    assertThat(symbols.enumerated(INDEX_REDUCE, "Alpha")).isEmpty();
  }
}
