package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class DigitsOnSparkTest {

  static final String DIGITS =
      "../../examples/src/main/resources/org/hessianreg/examples/digits.csv.gz";

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  @Test
  void theExampleLearnsDigits() {
    List<String> results = DigitsOnSpark.run(SPARK.context(), DIGITS, 2, 4);
    assertThat(results).hasSize(2);
    assertThat(results).allSatisfy(DigitsOnSparkTest::requireLearned);
  }

  static void requireLearned(String result) {
    assertThat(result)
        .matches("coefficient 1e-0\\d: test accuracy \\d\\d\\.\\d %, tr H .* s a round");
    double accuracy = Double.parseDouble(result.replaceAll(".*accuracy (\\S+) .*", "$1"));
    assertThat(accuracy).isGreaterThan(80.0);
  }
}
