/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.SealedObject;
import dev.quiver.store.SealedObject.SealedPart;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Copies objects inside a bucket without any byte coming here.
 *
 * @param partBytesMax larger objects are copied in parts of this size
 */
record ServerSideCopy(S3Bucket bucket, long partBytesMax) {
    /** Copies {@code from} to {@code to}, as {@link dev.quiver.store.ObjectStore#copy} does. */
    void copy(String from, String to) throws StoreException {
        StoredObject source = source(from);
        if (source == null) {
            throw StoreException.permanent(
                    "could not copy " + bucket.uri(from) + " to " + bucket.uri(to) + ": there is no such object", null);
        }
        if (source.bytes() <= partBytesMax) {
            bucket.copy(from, source.version(), to);
        } else {
            copyParts(source, to);
        }
    }

    private @Nullable StoredObject source(String key) throws StoreException {
        HeadObjectResponse head = bucket.head(key);
        return head == null ? null : new StoredObject(key, head.contentLength(), S3Bucket.unquoted(head.eTag()));
    }

    private void copyParts(StoredObject source, String to) throws StoreException {
        String stagedId = UUID.randomUUID().toString();
        String uploadId = bucket.createUpload(to, stagedId);
        boolean published = false;
        try {
            List<SealedPart> parts = new ArrayList<>();
            for (long offset = 0; offset < source.bytes(); offset += partBytesMax) {
                long length = Math.min(partBytesMax, source.bytes() - offset);
                parts.add(bucket.copyPart(source, to, uploadId, parts.size() + 1, offset, length));
            }
            Publication.of(bucket, new SealedObject(to, stagedId, uploadId, parts));
            published = true;
        } finally {
            if (!published) {
                bucket.abortUpload(to, uploadId);
            }
        }
    }
}
