namespace GoogLeNetSharp.Imaging;

/// <summary>Classifies errors of individual image files, which do not affect other files.</summary>
internal static class ImageError
{
    /// <summary>Whether an exception concerns the image rather than the process.</summary>
    public static bool IsOfTheImage(Exception exception) =>
        exception is not (OutOfMemoryException or DllNotFoundException or OperationCanceledException);

    public static InvalidDataException Of(string name, string cause) => new($"{name}: cannot be read as an image: {cause}.");

    /// <summary>Describes an error of a file, with its name.</summary>
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
