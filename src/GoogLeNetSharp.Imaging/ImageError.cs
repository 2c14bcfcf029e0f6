namespace GoogLeNetSharp.Imaging;

/// <summary>Errors of one image file, which others need not suffer for.</summary>
internal static class ImageError
{
    /// <summary>Whether an exception is about the image, and not about the process.</summary>
    public static bool IsOfTheImage(Exception exception) =>
        exception is not (OutOfMemoryException or DllNotFoundException or OperationCanceledException);

    public static InvalidDataException Of(string name, string cause) => new($"{name}: cannot be read as an image: {cause}.");

    /// <summary>What went wrong with a file, naming it.</summary>
    public static string Message(string path, Exception exception) =>
        exception is InvalidDataException ? exception.Message : Of(path, Cause(path, exception)).Message;

    private static string Cause(string path, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException when path.Contains('\uFFFD') =>
            "its name is no valid Unicode, so that it cannot be opened",
        FileNotFoundException or DirectoryNotFoundException when new FileInfo(path).LinkTarget is { } target =>
            $"it is a link to {target}, which is not there",
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "access is denied",
        _ => exception.Message.TrimEnd('.'),
    };
}
