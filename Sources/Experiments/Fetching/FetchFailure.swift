// SPDX-License-Identifier: GPL-3.0-or-later

import Commitments

/// Why a model could not be fetched.
public enum FetchFailure: Error, Equatable, Sendable {
    /// There is no Python, or it has no `pip`.
    case noInstaller(found: String)
    /// `pip` gave up; its last line.
    case installerFailed(message: String)
    /// The package was installed but holds no such file.
    case fileMissing(file: String, package: String)
    /// The file is another one than was recorded.
    case otherFile(file: String, found: ContentDigest, expected: ContentDigest)
    case fullDisk
    /// The cache cannot be written, for another reason.
    case unwritable(path: String, reason: String)
    /// The user stopped it.
    case interrupted
}

extension FetchFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noInstaller(let found):
            "fetching needs python3 with pip (Debian: apt-get install python3-pip); found: \(found)"
        case .installerFailed(let message): "pip failed: \(message)"
        case .fileMissing(let file, let package): "\(package) holds no \(file)"
        case .otherFile(let file, let found, let expected): "\(file): expected SHA-256 \(expected), found \(found)"
        case .fullDisk: "no space left in the cache; TRILEMMA_CACHE names another folder"
        case .unwritable(let path, let reason):
            "cannot write \(path): \(reason); TRILEMMA_CACHE names another folder"
        case .interrupted: "interrupted; nothing was kept"
        }
    }
}
