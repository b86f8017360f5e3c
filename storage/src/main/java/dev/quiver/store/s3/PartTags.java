/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** How S3 makes the tag of an object out of those of its parts. */
final class PartTags {
    private PartTags() {}

    /**
     * The MD5 of the parts' MD5s, a hyphen and their number.
     *
     * @param etags the texts of the parts' {@link PartTag}s in order, with or without quotes
     * @return the tag without quotes; empty when a part's tag is no MD5, as with some kinds of encryption
     */
    static String combined(Collection<String> etags) {
        MessageDigest md5 = md5();
        for (String etag : etags) {
            try {
                md5.update(HexFormat.of()
                        .parseHex(S3Bucket.unquoted(PartTag.of(etag).etag())));
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
        return HexFormat.of().formatHex(md5.digest()) + "-" + etags.size();
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
