/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.SealedObject;
import dev.quiver.store.SealedObject.SealedPart;
import dev.quiver.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** How the uploaded parts of an object become visible, once, however often it is tried. */
final class Publication {
    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    private Publication() {}

    /** Makes {@code sealed} visible; nothing happens when it is. */
    static void of(S3Bucket bucket, SealedObject sealed) throws StoreException {
        try {
            bucket.completeUpload(sealed);
        } catch (StoreException e) {
            if (!isVisible(bucket, sealed, e)) {
                throw e;
            }
            log.debug("{} was published by an earlier attempt", bucket.uri(sealed.key()), e);
        }
    }

    /**
     * Makes {@code sealed} visible, whose bytes somebody else may have taken away.
     *
     * @throws StoreException a {@link StoreException#isGone} one if there is neither the upload nor our object
     */
    static void ofLeft(S3Bucket bucket, SealedObject sealed) throws StoreException {
        try {
            of(bucket, sealed);
        } catch (StoreException e) {
            boolean looked =
                    e.getSuppressed().length == 0 && !Thread.currentThread().isInterrupted();
            if (!looked || hasUpload(bucket, sealed, e)) {
                throw e;
            }
            // Somebody else may have completed it since we looked.
            if (!isVisible(bucket, sealed, e)) {
                throw e.getSuppressed().length == 0 ? StoreException.gone(String.valueOf(e.getMessage()), e) : e;
            }
        }
    }

    /** Whether the upload is still there, as far as is known: some servers fail when it is not, and do not say why. */
    private static boolean hasUpload(S3Bucket bucket, SealedObject sealed, StoreException failure) {
        if (S3Errors.isUploadGone(failure.getCause())) {
            return false;
        }
        try {
            return !(failure.getCause() instanceof AwsServiceException)
                    || bucket.hasUpload(sealed.key(), sealed.uploadId());
        } catch (StoreException e) {
            failure.addSuppressed(e);
            return true;
        }
    }

    /**
     * Whether our object lies under the key although its completion ended with {@code failure}. A completion whose
     * answer was lost is repeated, and what servers say then differs: mostly that there is no such upload. Ours is the
     * object with the id that we gave the upload, or, where servers drop metadata, the one of our size with the tag
     * that our parts add up to.
     */
    private static boolean isVisible(S3Bucket bucket, SealedObject sealed, StoreException failure) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        try {
            HeadObjectResponse object = bucket.head(sealed.key());
            return object != null
                    && object.contentLength() == sealed.bytes()
                    && (sealed.stagedId().equals(object.metadata().get(S3Bucket.STAGED_ID))
                            || S3Bucket.unquoted(object.eTag()).equals(combinedTag(sealed)));
        } catch (StoreException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private static String combinedTag(SealedObject sealed) {
        return PartTags.combined(sealed.parts().stream().map(SealedPart::etag).toList());
    }
}
