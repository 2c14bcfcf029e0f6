using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using GoogLeNetSharp.Inference.Kernels;
using GoogLeNetSharp.Numerics;
using static TorchSharp.torch;

namespace GoogLeNetSharp.Benchmarks.Numerics;

/// <summary>The machine that numbers come from.</summary>
internal static class Machine
{
    /// <summary>Prints it.</summary>
    internal static int Run(string[] args)
    {
        Console.WriteLine(Describe());
        return 0;
    }

    /// <summary>Processor, vector width and the state of oneDNN, in three lines.</summary>
    internal static string Describe()
    {
        var check = ConvolutionCheck.Result;        // which may switch oneDNN off
        var (torch, bfloat16) = (typeof(Tensor).Assembly.GetName().Version!.ToString(3), BFloat16Arithmetic.IsWorthwhile);
        return $"""
            {Short()}
            vectors of {KernelSet.BestVectorBits} bits; {RuntimeInformation.FrameworkDescription}
            TorchSharp {torch}, {get_num_threads()} threads
            oneDNN {OneDnn()}: {check}; bfloat16 {(bfloat16 ? "multiplied by the processor" : "converted to float32")}
            """;
    }

    /// <summary>The processor by name, its cores and the system.</summary>
    internal static string Short() =>
        $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Split(' ')[0]} "
        + $"{RuntimeInformation.OSArchitecture}";

    private static string OneDnn()
    {
        var limit = Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA");
        var state = LibtorchContext.OneDnnIsOn switch { true => "on", false => "off", null => "of unknown state" };
        return limit is null ? state : $"{state}, held to {limit}";
    }

    // Leaves 0x80000002 to 0x80000004 of the CPUID instruction hold the name, 16 characters each.
    private static string Processor()
    {
        const int first = unchecked((int)0x80000002), last = unchecked((int)0x80000004), highest = unchecked((int)0x80000000);
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(highest, 0).Eax < unchecked((uint)last))
            return RuntimeInformation.ProcessArchitecture.ToString();
        var name = new StringBuilder();
        for (var leaf = first; leaf <= last; leaf++)
        {
            var (a, b, c, d) = X86Base.CpuId(leaf, 0);
            name.Append(Encoding.ASCII.GetString(MemoryMarshal.AsBytes([a, b, c, d])));
        }

        var (signature, _, _, _) = X86Base.CpuId(1, 0);
        var family = ((signature >> 8) & 15) + ((signature >> 20) & 255);
        var model = ((signature >> 4) & 15) + ((signature >> 12) & 0xF0);
        return $"{name.ToString().TrimEnd('\0', ' ')} (family {family}, model {model})";
    }
}
