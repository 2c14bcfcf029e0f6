using GoogLeNetSharp.Files;

namespace GoogLeNetSharp.Tests.Files;

/// <summary>A file as a whole or not at all, and never anything else left in the folder.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic").FullName;

    private string Target => Path.Combine(_folder, "file.bin");

    /// <summary>Removes the files.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    internal void Write_Failure_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(Target, "old");

        FluentActions.Invoking(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write([1, 2, 3]);
            throw new InvalidDataException("no");
        })).Should().ThrowExactly<InvalidDataException>().WithMessage("no");

        File.ReadAllText(Target).Should().Be("old");
        Directory.GetFileSystemEntries(_folder).Should().Equal(Target);
    }

    [Fact]
    internal void Write_UntilItReturns_LeavesTheOldFileInItsPlace()
    {
        File.WriteAllText(Target, "old");

        AtomicFile.Write(Target, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            File.ReadAllText(Target).Should().Be("old");
            Path.GetDirectoryName(stream.Name).Should().Be(_folder);
            stream.Name.Should().StartWith(Target + ".").And.EndWith(".tmp");
        });

        File.ReadAllText(Target).Should().Be("new");
        Directory.GetFileSystemEntries(_folder).Should().Equal(Target);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    internal void Write_SymbolicLink_ReplacesTheFileItPointsTo(bool exists)
    {
        string real = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "real")).FullName, "real.bin");
        if (exists) File.WriteAllText(real, "old");
        File.CreateSymbolicLink(Target, Path.Combine("real", "real.bin"));

        AtomicFile.Write(Target, stream => stream.Write("new"u8));

        File.ReadAllText(real).Should().Be("new");
        new FileInfo(Target).LinkTarget.Should().Be(Path.Combine("real", "real.bin"));
        Directory.GetFileSystemEntries(Path.GetDirectoryName(real)!).Should().Equal(real);
    }

    [Fact]
    internal void Write_OldFileOfItsOwner_StaysHis()
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        AtomicFile.Write(Target, stream => stream.Write("new"u8));

        File.GetUnixFileMode(Target).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    internal void Write_Directory_Throws() => Writing(_folder).Should().ThrowExactly<IOException>().WithMessage($"path: {_folder} is a directory; a file is needed.");

    [Fact]
    internal void Write_FolderThatDoesNotExist_Throws()
    {
        string folder = Path.Combine(_folder, "no");
        string path = Path.Combine(folder, "file.bin");
        Writing(path).Should().ThrowExactly<DirectoryNotFoundException>().WithMessage($"path: {path} cannot be written, its folder {folder} does not exist.");
        Directory.GetFileSystemEntries(_folder).Should().BeEmpty();
    }

    [Fact]
    internal void Write_ReadOnlyFile_Throws()
    {
        File.WriteAllText(Target, "old");
        File.SetAttributes(Target, FileAttributes.ReadOnly);

        Writing(Target).Should().ThrowExactly<UnauthorizedAccessException>().WithMessage($"path: {Target} is read-only.");

        File.ReadAllText(Target).Should().Be("old");
        File.SetAttributes(Target, FileAttributes.Normal);
    }

    private static Action Writing(string path) => () => AtomicFile.Write(path, _ => { });
}
