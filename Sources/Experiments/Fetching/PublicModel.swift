// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments
import Quantities

/// A model that others publish, inside a package of the Python Package Index.
///
/// Versions and digests are those of the packages for Linux on x86-64, read on 2026-11-26.
public struct PublicModel: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// An ONNX file.
        case graph
        /// A GGUF file.
        case language = "language model"
    }

    /// The name in commands and scenarios.
    public let name: String
    public let kind: Kind
    /// In one line, what it does.
    public let summary: String
    /// The package and its version.
    public let package: String
    public let version: String
    /// Where it lies in the package.
    public let file: String
    /// Bytes of the file.
    public let size: Int64
    /// Bytes of the package as it travels.
    public let download: Int64
    /// SHA-256 of the file.
    public let digest: ContentDigest

    public init(
        name: String, kind: Kind, summary: String, package: String, version: String, file: String, size: Int64,
        download: Int64, sha256: String
    ) {
        guard let digest = ContentDigest(hex: sha256) else {
            bug("model \(name): expected 64 hexadecimal digits, found \(sha256)")
        }
        self.name = name
        self.kind = kind
        self.summary = summary
        self.package = package
        self.version = version
        self.file = file
        self.size = size
        self.download = download
        self.digest = digest
    }

    /// What the installer is asked for.
    var requirement: String { "\(package)==\(version)" }

    /// The ending of its file: `onnx` or `gguf`.
    var ending: Substring { file.split(separator: ".").last ?? "" }

    /// The model of this name, or nil.
    public static func named(_ name: String) -> PublicModel? { all.first { $0.name == name } }
}
