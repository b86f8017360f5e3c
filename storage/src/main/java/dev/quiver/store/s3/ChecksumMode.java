/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;

/** Whether requests carry checksums of their bodies, and those of answers are compared. */
public enum ChecksumMode {
    /** Wherever S3 knows them: a CRC32 with every upload, which the signature covers instead of the body itself. */
    WHEN_SUPPORTED(RequestChecksumCalculation.WHEN_SUPPORTED, ResponseChecksumValidation.WHEN_SUPPORTED),
    /**
     * Only where S3 insists, for servers that do not know checksums, such as older Ceph. Over plain HTTP the signature
     * covers bodies.
     */
    WHEN_REQUIRED(RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation.WHEN_REQUIRED);

    private final RequestChecksumCalculation request;
    private final ResponseChecksumValidation response;

    ChecksumMode(RequestChecksumCalculation request, ResponseChecksumValidation response) {
        this.request = request;
        this.response = response;
    }

    RequestChecksumCalculation request() {
        return request;
    }

    ResponseChecksumValidation response() {
        return response;
    }
}
