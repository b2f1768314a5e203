package org.hessianreg.cudaops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpsOnCudaTest {

  private static final String LIBRARY =
      "_ZTVN2sd3ops6conv2dE\0_Z20pairwiseSimpleShapedIdddN7simdOps8MultiplyIdddEEEvPv\0";

  private static final RecordedOp CONV = RecordedOp.declared("conv2d");
  private static final RecordedOp MUL = RecordedOp.legacy("mul", LegacyFamily.PAIRWISE);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private boolean report(RecordedOp... ops) throws IOException {
    NativeSymbols symbols =
        NativeSymbols.of(new ByteArrayInputStream(LIBRARY.getBytes(StandardCharsets.ISO_8859_1)));
    return new OpsOnCuda(symbols, new PrintStream(printed, true, StandardCharsets.UTF_8))
        .report(List.of(ops));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void countsAndNamesWhatIsThere() throws IOException {
    assertThat(report(CONV, MUL)).isTrue();
    assertThat(printed())
        .contains(
            "| declared | 1 | 1 |",
            "| pairwise | 1 | 1 |",
            "| all | 2 | 2 |",
            "| declared | `conv2d` | `sd::ops::conv2d` |",
            "| pairwise | `mul` | `pairwiseSimpleShaped<simdOps::Multiply>` |",
            "None is missing.");
  }

  @Test
  void namesAnInventedOpAsMissing() throws IOException {
    assertThat(report(CONV, RecordedOp.declared("conv9d"))).isFalse();
    assertThat(printed())
        .contains("| declared | 2 | 1 |", "| declared | `conv9d` | missing |")
        .contains("Missing: [declared conv9d]");
  }

  @Test
  void namesAnInventedOlderOpAsMissing() throws IOException {
    assertThat(report(MUL, RecordedOp.legacy("mulch", LegacyFamily.PAIRWISE))).isFalse();
    assertThat(printed()).contains("Missing: [pairwise mulch]");
  }

  @Test
  void anOlderOpIsMissingWhereOnlyAnotherFamilyHasIt() throws IOException {
    assertThat(report(RecordedOp.legacy("mul", LegacyFamily.SCALAR))).isFalse();
    assertThat(printed()).contains("Missing: [scalar mul]");
  }

  @Test
  void nothingRecordedIsNoProof() throws IOException {
    assertThat(report()).isFalse();
  }

  @Test
  void whatWasWrittenIsReadAgain() {
    assertThat(RecordedOp.parse(MUL.toString())).isEqualTo(MUL);
    assertThat(RecordedOp.parse(CONV.toString())).isEqualTo(CONV);
  }
}
