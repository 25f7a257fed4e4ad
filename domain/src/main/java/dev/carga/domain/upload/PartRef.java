package dev.carga.domain.upload;

/// Identifies a part of an upload. A message to a worker carries this reference, not the part itself.
///
/// @param number from 1, in the order of the file
public record PartRef(UploadId upload, int number) {

    public PartRef {
        if (number < 1) {
            throw new IllegalArgumentException("Parts are numbered from 1, not " + number);
        }
    }

    @Override
    public String toString() {
        return upload + "/" + number;
    }
}
