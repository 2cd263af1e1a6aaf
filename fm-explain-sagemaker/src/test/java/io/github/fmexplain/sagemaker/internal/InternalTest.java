package io.github.fmexplain.sagemaker.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;

class InternalTest {

  @ParameterizedTest
  @CsvSource({
    "us-east-1,382416733822,amazonaws.com",
    "us-west-2,174872318107,amazonaws.com",
    "eu-central-1,664544806723,amazonaws.com",
    "us-gov-west-1,226302683700,amazonaws.com",
    "cn-north-1,390948362332,amazonaws.com.cn",
    "us-iso-east-1,490574956308,c2s.ic.gov",
    "us-isob-east-1,765400339828,sc2s.sgov.gov",
    "us-isof-south-1,124985052026,csp.hci.ic.gov",
  })
  void image_isThatOfItsRegion(String region, String account, String suffix) {
    assertEquals(
        account + ".dkr.ecr." + region + "." + suffix + "/factorization-machines:1",
        Images.uri(Region.of(region)));
  }

  @Test
  void images_areKnownInThirtySevenRegions() {
    String all =
        "af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2"
            + " ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 ca-west-1"
            + " cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1"
            + " eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1"
            + " sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-iso-east-1"
            + " us-isob-east-1 us-isof-east-1 us-isof-south-1 us-west-1 us-west-2";
    long known =
        all.lines()
            .flatMap(line -> Arrays.stream(line.split(" ", -1)))
            .map(id -> Images.uri(Region.of(id)))
            .distinct()
            .count();
    assertEquals(37, known);
  }

  @Test
  void freshName_hasTheTimeAndFits() {
    Clock clock = Clock.fixed(Instant.parse("2026-11-24T01:02:03.004Z"), ZoneOffset.UTC);
    String name = Names.fresh("factorization-machines", clock);
    assertTrue(name.matches("factorization-machines-2026-11-24-01-02-03-004-[0-9a-f]{4}"), name);
    String cut = Names.fresh("a".repeat(30) + "-".repeat(40), clock);
    assertTrue(cut.matches("a{30}-2026-.*"), cut);
    assertEquals(cut, Names.require("name", cut));
  }

  @Test
  void badNames_areRefused() {
    assertEquals(
        "job name must be 1 to 63 letters, digits and inner hyphens, but was 'a_b'",
        assertThrows(IllegalArgumentException.class, () -> Names.require("job name", "a_b"))
            .getMessage());
    for (String name : new String[] {"", "-a", "a-", "a".repeat(64)}) {
      assertThrows(IllegalArgumentException.class, () -> Names.require("job name", name));
    }
    assertEquals(
        "role must be an ARN such as arn:aws:iam::123456789012:role/name, but was 'Trainer'",
        assertThrows(IllegalArgumentException.class, () -> Names.requireRole("Trainer"))
            .getMessage());
    assertEquals(
        "arn:aws-cn:iam::123456789012:role/a/b",
        Names.requireRole("arn:aws-cn:iam::123456789012:role/a/b"));
  }

  @Test
  void settings_areToldApart() {
    Settings settings =
        Settings.of(
            Map.of("epochs", "4", "use_bias", "true", "_wd", "1.0", "sparse_gradients", "true"));
    assertEquals(Map.of("epochs", "4"), settings.known());
    assertEquals(
        Map.of("use_bias", "true", "_wd", "1.0", "sparse_gradients", "true"), settings.others());
    assertEquals(List.of("sparse_gradients"), settings.unheardOf());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "User: arn:aws:sts::1:assumed-role/R/alice is not|User: arn:aws:sts::1:assumed-role/R/***"
            + " is not",
        "arn:aws:sts::1:federated-user/bob, x|arn:aws:sts::1:federated-user/***, x",
        "https://b/k?X-Amz-Credential=AK/1&X-Amz-Signature=ab|https://b/k?X-Amz-Credential=***&X-Amz-Signature=***",
        "https://b/k?X-Amz-Security-Token=abc|https://b/k?X-Amz-Security-Token=***",
        "Credential=AKIA123/20260101, Signature=ff|Credential=***, Signature=***",
        "key AKIAIOSFODNN7EXAMPLE is|key *** is",
        "key ASIAIOSFODNN7EXAMPLE is|key *** is",
        "proxy http://me:pass@host:1|proxy http://***@host:1",
        "training job 'job-1' failed|training job 'job-1' failed",
      })
  void redaction_hidesSecretsOnly(String text, String shown) {
    assertEquals(shown, Redaction.of(text));
  }

  /** A time that grows with the square of the length would be hours. */
  @Test
  void redaction_ofALongTextIsCutAfterItsSecretsAreFound() {
    assertEquals(
        "a" + " ".repeat(1023) + "… (3998978 more characters)",
        Redaction.of("a" + " ".repeat(4_000_000) + "b"));
    assertEquals(
        "a b", Redaction.of("a" + " ".repeat(2_000_000) + "\n" + " ".repeat(2_000_000) + "b"));
    for (String part : List.of("://", "assumed-role/", "signature=", "AKIA", "a/", "\n")) {
      Redaction.of(part.repeat(500_000));
    }
    assertEquals("-".repeat(1020) + "***", Redaction.of("-".repeat(1020) + "A".repeat(500)));
    assertEquals("-".repeat(1023) + "… (2 more characters)", Redaction.of("-".repeat(1023) + "😀"));
  }

  @Test
  void redaction_makesOneLine() {
    assertEquals("a b c", Redaction.of(" a\n b \r\n c "));
    assertEquals("token ***", Redaction.of("token " + "Ab1/".repeat(30)));
  }
}
