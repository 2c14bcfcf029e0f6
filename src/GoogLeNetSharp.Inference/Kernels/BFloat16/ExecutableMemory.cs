using System.Runtime.InteropServices;

namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>Allocates memory for machine code that lives as long as the process: first writable, then executable and read-only.</summary>
internal static unsafe partial class ExecutableMemory
{
    private const int Read = 1, Write = 2, Execute = 4;                             // Linux and macOS
    private const int Private = 2;
    private const int Reserve = 0x3000, ReadWrite = 0x04, ExecuteRead = 0x20;       // Windows

    /// <summary>Copies code to executable memory and returns its address, or null if the system forbids it.</summary>
    public static byte* TryCopy(ReadOnlySpan<byte> code)
    {
        try
        {
            return OperatingSystem.IsWindows() ? OnWindows(code) : OnUnix(code);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static byte* OnUnix(ReadOnlySpan<byte> code)
    {
        var anonymous = OperatingSystem.IsLinux() ? 0x20 : 0x1000;
        var address = MapMemory(null, (nuint)code.Length, Read | Write, Private | anonymous, -1, 0);
        if (address == (void*)-1) return null;
        code.CopyTo(new Span<byte>(address, code.Length));
        return ProtectMemory(address, (nuint)code.Length, Read | Execute) == 0 ? (byte*)address : null;
    }

    private static byte* OnWindows(ReadOnlySpan<byte> code)
    {
        var address = VirtualAlloc(null, (nuint)code.Length, Reserve, ReadWrite);
        if (address is null) return null;
        code.CopyTo(new Span<byte>(address, code.Length));
        return VirtualProtect(address, (nuint)code.Length, ExecuteRead, out _) != 0 ? (byte*)address : null;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* MapMemory(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int ProtectMemory(void* address, nuint length, int protection);

    [LibraryImport("kernel32")]
    private static partial void* VirtualAlloc(void* address, nuint length, int type, int protection);

    [LibraryImport("kernel32")]
    private static partial int VirtualProtect(void* address, nuint length, int protection, out int before);
}
