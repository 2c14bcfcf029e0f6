namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The supported tile shapes.</summary>
internal static class TileShapes
{
    /// <summary>8 rows of 2 vectors.</summary>
    public readonly struct EightByTwo : ITileShape
    {
        public static int Rows => 8;

        public static int Vectors => 2;
    }

    /// <summary>8 rows of 1 vector.</summary>
    public readonly struct EightByOne : ITileShape
    {
        public static int Rows => 8;

        public static int Vectors => 1;
    }

    /// <summary>6 rows of 2 vectors.</summary>
    public readonly struct SixByTwo : ITileShape
    {
        public static int Rows => 6;

        public static int Vectors => 2;
    }

    /// <summary>6 rows of 1 vector.</summary>
    public readonly struct SixByOne : ITileShape
    {
        public static int Rows => 6;

        public static int Vectors => 1;
    }

    /// <summary>1 row of 2 vectors.</summary>
    public readonly struct OneByTwo : ITileShape
    {
        public static int Rows => 1;

        public static int Vectors => 2;
    }

    /// <summary>1 row of 1 vector.</summary>
    public readonly struct OneByOne : ITileShape
    {
        public static int Rows => 1;

        public static int Vectors => 1;
    }
}
