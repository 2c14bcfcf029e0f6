using GoogLeNetSharp.Weights;

namespace GoogLeNetSharp.Tests.Weights;

/// <summary>How a broken file has to be received, by every way of reading it.</summary>
internal static class Hostile
{
    /// <summary>The structure is broken: no reader accepts it.</summary>
    internal static void ShouldBeRefused(byte[] file, string message)
    {
        Inspecting(file).Should().ThrowExactly<InvalidDataException>().Which.Message.Should().Be(message);
        DataShouldBeRefused(file, message);
    }

    /// <summary>The data is broken, which only reading it can show.</summary>
    internal static void DataShouldBeRefused(byte[] file, string message)
    {
        using var stream = new MemoryStream(file);
        Action reading = () => StateDictFile.Read(stream).Dispose();
        reading.Should().ThrowExactly<InvalidDataException>().Which.Message.Should().Be(message);
    }

    private static Action Inspecting(byte[] file) => () =>
    {
        using var stream = new MemoryStream(file);
        StateDictFile.Inspect(stream);
    };
}
