package io.github.fmexplain.sagemaker.internal;

import java.util.Map;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where the container image of the factorization machines algorithm is. One image trains and hosts;
 * models that {@code :1} trained are hosted with {@code :1}.
 */
public final class Images {

  /** The registries' accounts, from {@code factorization-machines.json} of the Python SDK 2.257. */
  private static final Map<String, String> ACCOUNTS =
      Map.ofEntries(
          Map.entry("af-south-1", "455444449433"),
          Map.entry("ap-east-1", "286214385809"),
          Map.entry("ap-northeast-1", "351501993468"),
          Map.entry("ap-northeast-2", "835164637446"),
          Map.entry("ap-northeast-3", "867004704886"),
          Map.entry("ap-south-1", "991648021394"),
          Map.entry("ap-south-2", "628508329040"),
          Map.entry("ap-southeast-1", "475088953585"),
          Map.entry("ap-southeast-2", "712309505854"),
          Map.entry("ap-southeast-3", "951798379941"),
          Map.entry("ap-southeast-4", "106583098589"),
          Map.entry("ca-central-1", "469771592824"),
          Map.entry("ca-west-1", "190319476487"),
          Map.entry("cn-north-1", "390948362332"),
          Map.entry("cn-northwest-1", "387376663083"),
          Map.entry("eu-central-1", "664544806723"),
          Map.entry("eu-central-2", "680994064768"),
          Map.entry("eu-north-1", "669576153137"),
          Map.entry("eu-south-1", "257386234256"),
          Map.entry("eu-south-2", "104374241257"),
          Map.entry("eu-west-1", "438346466558"),
          Map.entry("eu-west-2", "644912444149"),
          Map.entry("eu-west-3", "749696950732"),
          Map.entry("il-central-1", "898809789911"),
          Map.entry("me-central-1", "272398656194"),
          Map.entry("me-south-1", "249704162688"),
          Map.entry("sa-east-1", "855470959533"),
          Map.entry("us-east-1", "382416733822"),
          Map.entry("us-east-2", "404615174143"),
          Map.entry("us-gov-east-1", "237065988967"),
          Map.entry("us-gov-west-1", "226302683700"),
          Map.entry("us-iso-east-1", "490574956308"),
          Map.entry("us-isob-east-1", "765400339828"),
          Map.entry("us-isof-east-1", "108575199400"),
          Map.entry("us-isof-south-1", "124985052026"),
          Map.entry("us-west-1", "632365934929"),
          Map.entry("us-west-2", "174872318107"));

  private Images() {}

  /**
   * {@return the URI of the image in a region}
   *
   * @param region one of the 37 regions whose registry is known
   * @throws IllegalArgumentException if the region is not one of them
   */
  public static String uri(Region region) {
    String account = ACCOUNTS.get(region.id());
    if (account == null) {
      throw new IllegalArgumentException(
          "no factorization-machines image is known in region '"
              + region.id()
              + "'; give its URI with image(…), or use one of the "
              + ACCOUNTS.size()
              + " regions that are known");
    }
    return account
        + ".dkr.ecr."
        + region.id()
        + "."
        + PartitionMetadata.of(region).dnsSuffix()
        + "/factorization-machines:1";
  }
}
