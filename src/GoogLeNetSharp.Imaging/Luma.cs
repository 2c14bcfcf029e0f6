namespace GoogLeNetSharp.Imaging;

/// <summary>Computes the luma of a color, ITU-R 601-2, in 16-bit fixed point, exactly like Pillow's mode "L" (Convert.c, L24).</summary>
internal static class Luma
{
    public static byte Of(int red, int green, int blue) => (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16);
}
