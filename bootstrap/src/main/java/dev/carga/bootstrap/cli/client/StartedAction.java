package dev.carga.bootstrap.cli.client;

/// A cancel, retry or undo that the system has started.
///
/// @param info   one sentence for people: what was done
/// @param upload the upload right after the start
public record StartedAction(String info, UploadDetails upload) {}
