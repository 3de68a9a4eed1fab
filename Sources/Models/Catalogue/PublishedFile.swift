// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Quantities

/// A file inside one version of a package of the Python Package Index.
///
/// Versions, sizes and digests are those of the packages for Linux on x86-64, read on 2026-11-26.
public struct PublishedFile: Hashable, Sendable {
    /// The package and its version.
    public let package: String
    public let version: String
    /// Where it lies in the installed package.
    public let path: String
    /// Bytes of the file.
    public let size: Int64
    /// Bytes of the package as it travels.
    public let download: Int64
    /// SHA-256 of the file.
    public let digest: ContentDigest

    /// - Parameter sha256: 64 hexadecimal digits.
    public init(package: String, version: String, path: String, size: Int64, download: Int64, sha256: String) {
        guard let digest = ContentDigest(hex: sha256) else {
            bug("file of \(package): expected 64 hexadecimal digits, found \(sha256)")
        }
        self.package = package
        self.version = version
        self.path = path
        self.size = size
        self.download = download
        self.digest = digest
    }

    /// What an installer is asked for.
    public var requirement: String { "\(package)==\(version)" }

    /// The ending of the file: `onnx` or `gguf`.
    public var ending: Substring { path.split(separator: ".").last ?? "" }
}
