package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorLimitTest {
  @ParameterizedTest
  @CsvSource({"1024, 992", "80, 70", "unlimited, 9223372036854775807"})
  void someAreLeftToOthers(String soft, long scarceFrom) {
    List<String> limits =
        List.of(
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max processes             7                    8                    processes ",
            "Max open files            "
                + soft
                + "                 4096                 files     ");
    assertEquals(scarceFrom, DescriptorLimit.scarceFrom(limits));
  }

  @Test
  void thisProcessHasALimitOrNone() {
    assertTrue(DescriptorLimit.scarceFrom() > 0);
    assertEquals(Long.MAX_VALUE, DescriptorLimit.scarceFrom(List.of()));
  }
}
