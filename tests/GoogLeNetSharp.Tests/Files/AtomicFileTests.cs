using System.Net.Sockets;
using System.Runtime.Versioning;
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

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    internal void Write_OldFileOfItsOwner_StaysHis()
    {
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        AtomicFile.Write(Target, stream => stream.Write("new"u8));

        File.GetUnixFileMode(Target).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    internal void Write_Directory_Throws() =>
        Writing(_folder).Should().ThrowExactly<IOException>().WithMessage($"path: {_folder} is a directory; a file is needed.");

    [Fact]
    internal void Write_FolderThatDoesNotExist_Throws()
    {
        string folder = Path.Combine(_folder, "no");
        string path = Path.Combine(folder, "file.bin");
        Writing(path).Should().ThrowExactly<DirectoryNotFoundException>()
            .WithMessage($"path: {path} cannot be written, its folder {folder} does not exist.");
        Directory.GetFileSystemEntries(_folder).Should().BeEmpty();
    }

    [Fact]
    internal void Write_ReadOnlyFile_IsWrittenOnlyByThoseWhoMay()
    {
        File.WriteAllText(Target, "old");
        File.SetAttributes(Target, FileAttributes.ReadOnly);
        bool isRoot = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

        Action writing = () => AtomicFile.Write(Target, stream => stream.Write("new"u8));

        if (isRoot) writing.Should().NotThrow();
        else writing.Should().ThrowExactly<UnauthorizedAccessException>().WithMessage($"path: {Target} is read-only.");
        File.ReadAllText(Target).Should().Be(isRoot ? "new" : "old");
        File.SetAttributes(Target, FileAttributes.Normal);
    }

    [UnixFact]
    internal void Write_OldFileOfAnotherUser_IsWrittenByRoot()
    {
        File.WriteAllText(Target, "old");
        if (Environment.IsPrivilegedProcess)
        {
            using var process = System.Diagnostics.Process.Start("sh", ["-c", "chmod 644 \"$0\" && chown 65534 \"$0\"", Target]);
            process.WaitForExit();
            process.ExitCode.Should().Be(0);
        }

        AtomicFile.Write(Target, stream => stream.Write("new"u8));

        File.ReadAllText(Target).Should().Be("new");
    }

    [Theory]
    [InlineData(219)]
    [InlineData(255)]
    internal void Write_LongestNames_AreWritten(int length)
    {
        string target = Path.Combine(_folder, new string('x', length));
        AtomicFile.Write(target, stream => stream.Write("new"u8));
        File.ReadAllText(target).Should().Be("new");
        Directory.GetFileSystemEntries(_folder).Should().Equal(target);
    }

    [Fact]
    internal void Write_NameTooLong_Throws()
    {
        string target = Path.Combine(_folder, new string('x', 256));
        Writing(target).Should().ThrowExactly<PathTooLongException>()
            .WithMessage($"path: {target} cannot be written, its name is too long.");
        Directory.GetFileSystemEntries(_folder).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    internal async Task Write_Pipe_IsWrittenThroughAndStays(bool throughALink)
    {
        string pipe = Pipe(), path = pipe;
        if (throughALink) File.CreateSymbolicLink(path = Target, pipe);
        Task<byte[]> reading = Task.Run(() => File.ReadAllBytes(pipe));

        AtomicFile.Write(path, stream => stream.Write("new"u8));

        (await reading).Should().Equal("new"u8.ToArray());
        FileKinds.Of(path).Should().Be(FileKind.Pipe);
        Directory.GetFileSystemEntries(_folder).Should().HaveCount(throughALink ? 2 : 1);
    }

    [Fact]
    internal void Write_PipeThatIsReadBack_IsRefused()
    {
        string pipe = Pipe();
        FluentActions.Invoking(() => AtomicFile.Write(pipe, _ => { }, readsBack: true)).Should().ThrowExactly<IOException>()
            .WithMessage($"path: {pipe} is a pipe; a regular file is needed, for what is written is read back.");
        FileKinds.Of(pipe).Should().Be(FileKind.Pipe);
    }

    [Fact]
    internal void Write_Socket_IsRefused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Target));
        Writing(Target).Should().ThrowExactly<IOException>().WithMessage($"path: {Target} is a socket; a file is needed.");
        FileKinds.Of(Target).Should().Be(FileKind.Socket);
    }

    [Fact]
    internal void OpenRead_Pipe_IsRefused()
    {
        string pipe = Pipe();
        FluentActions.Invoking(() => RegularFile.OpenRead(pipe, "a weights file")).Should().ThrowExactly<IOException>()
            .WithMessage($"{pipe}: is a pipe, not a weights file.");
    }

    private string Pipe()
    {
        string pipe = Path.Combine(_folder, "pipe");
        using var process = System.Diagnostics.Process.Start("mkfifo", pipe);
        process.WaitForExit();
        return pipe;
    }

    private static Action Writing(string path) => () => AtomicFile.Write(path, _ => { });
}
