"""Spoken digits as mel levels: 16 voices of espeak-ng 1.52, two languages.

speech.npz  all 1408 words; `python -m snippets.applications.speech_data`
            makes it anew with the package espeakng-loader
WORDS       8 voices, one take of each digit, as text: what the page needs
Level       0 … 15 in steps of 4 dB; 15 is the loudest of the word
"""

import base64
import ctypes
import zlib
from pathlib import Path

import numpy as np

from snippets.applications.speech import mel_filters, stft_power

FILE = Path(__file__).parent / "data" / "speech.npz"
DIGEST = "66d7a361"
RATE = 22050
TAKES = ((40, 140), (60, 140), (40, 180), (60, 180))  # pitch, words a minute
VOICES = (
    *("m1", "m2", "m3", "m4", "m5", "m6", "m7"),
    *("f1", "f2", "f3", "f4", "f5"),
    *("Alex", "Andy", "Annie", "Alicia"),
)
SAID = {  # the eleventh word: how a radio says the digit 9, the digit 1
    "en": [
        *("zero", "one", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "niner"),
    ],
    "cmn": [*"零一二三四五六七八九幺"],
}
SMALL = (0, 2, 4, 6, 7, 8, 10, 11)  # the voices of WORDS: m1 … m7, f1 … f5


def speak(words, takes=TAKES, voices=VOICES):
    """Synthesise: yields language, voice, take, word (int), samples (n,)."""
    import espeakng_loader

    espeak = ctypes.CDLL(espeakng_loader.get_library_path())
    folder = espeakng_loader.get_data_path().encode()
    if espeak.espeak_Initialize(2, 0, folder, 0) != RATE:  # 2: synchronous
        raise RuntimeError(f"espeak-ng does not speak at {RATE} Hz")
    heard = []
    kind = ctypes.POINTER(ctypes.c_short)

    @ctypes.CFUNCTYPE(ctypes.c_int, kind, ctypes.c_int, ctypes.c_void_p)
    def hear(wave, count, events):
        if wave and count:
            heard.append(np.ctypeslib.as_array(wave, (count,)).copy())
        return 0

    espeak.espeak_SetSynthCallback(hear)
    for place in np.ndindex(len(SAID), len(voices), len(takes), len(words)):
        language, voice, take, word = place
        name = [*SAID][language]
        settings = f"{name}+{voices[voice]}", takes[take]
        heard.clear()
        _say(espeak, SAID[name][words[word]], *settings)
        yield language, voice, take, words[word], np.concatenate(heard)


def _say(espeak, text, voice, take):
    if espeak.espeak_SetVoiceByName(voice.encode()) != 0:
        raise RuntimeError(f"espeak-ng has no voice {voice}")
    pitch, rate = take
    espeak.espeak_SetParameter(1, rate, 0)  # 1: rate
    espeak.espeak_SetParameter(3, pitch, 0)  # 3: pitch
    said = text.encode()
    espeak.espeak_Synth(said, len(said) + 1, 0, 0, 0, 1, None, None)  # 1: UTF-8
    espeak.espeak_Synchronize()


def trimmed_word(samples: np.ndarray) -> np.ndarray:
    """Without the silence before and after: below 2 % of the loudest sample."""
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
    return samples[loud[0] : loud[-1] + 1] / 32768  # (n,)


def eight_bits(x: np.ndarray) -> np.ndarray:
    """Samples from -1 to 1 as whole numbers from -127 to 127."""
    return np.round(127 * x).astype(np.int8)  # (n,)


def word_steps(samples: np.ndarray) -> np.ndarray:
    """Levels 0 … 15 of a word, as whole numbers (F, M)."""
    x = trimmed_word(samples)  # (n,)
    x = np.pad(x, (0, max(0, 1024 - len(x))))  # (n,)
    P = stft_power(x) @ mel_filters(16, 1024, RATE)  # (F, M)
    loud = 10 * np.log10(P / P.max() + 1e-9)  # (F, M)
    return np.clip(np.round((loud + 60) / 4), 0, 15).astype(np.uint8)  # (F, M)


def right_aligned(parts, T: int) -> np.ndarray:
    """Words of different lengths as one array (N, T, M), each at the end."""
    out = np.zeros((len(parts), T, parts[0].shape[1]), np.uint8)  # (N, T, M)
    for place, steps in zip(out, parts, strict=True):
        place[T - len(steps) :] = steps
    return out


def make_words(file: Path = FILE) -> None:
    """Speak everything and write the file."""
    parts, labels = [], []
    for *label, samples in speak(range(11)):
        parts.append(word_steps(samples))
        labels.append(label)
    example = {
        [*SAID][language]: eight_bits(trimmed_word(samples))
        for language, *_, samples in speak([7], TAKES[:1], ("f1",))
    }
    steps = right_aligned(parts, max(map(len, parts)))
    labels = np.array(labels, np.uint8)
    np.savez_compressed(file, steps=steps, labels=labels, **example)


def load_words():
    """Steps (N, T, M), and language, voice, take, word (N,) of every word."""
    data = np.load(FILE)
    steps, labels = data["steps"], data["labels"]  # (N, T, M), (N, 4)
    return steps, labels.astype(np.int64).T


def load_wave(language: str) -> np.ndarray:
    """The word seven, voice f1, as samples from -1 to 1 (n,)."""
    return np.load(FILE)[language] / 127  # (n,)


def digest(file: Path = FILE) -> str:
    """The checksum of the file: results are stale when it changes."""
    return f"{zlib.crc32(file.read_bytes()):08x}"


# --8<-- [start:words]
WORDS = """\
?Ooe;+_<i+0!Zpc0{{QF=K&-|b=%3z-e>kCv9)GR;`Xg03M5ddDggiPRj)nevX#7T`*9uzNVqRwK$3t
aH~<0^F>BDA1g#lBx;2tQ)Mf-Inn;omp#v~$fCI4pgPnB5-`%O|3Wvu_4gd;wcXxBZ9U}1|&DlQ<cXt
s7;hx>?a*Ou^PlR7)?hawRGm60tA`T{svg|qKBm#F50#S+paEF`6yK!@O#K&f4W)2c=@fioqNi@PL+}
--S|C6rkItl>ftn+yQ?tdsrQ2<T>06HkSKQ;u!ozx77hzON%h!&xPBJrS+q5@I~aQxJlx8chlK0l;@f
O~&*KnLixx(Ym2jBq>8s$vZw9RS+Zzuh1I6vT(Pe>eZQ<^1WD%T~&^m2KOP^E$7xWr0Z&z^z#m5)~>U
LO*K-;U=UADK0W^AjgwJ^t<eHStEGna{72V{^nrBHvogXgNTr{_+DYepVQspF7W2_TL78AAl{37rFGP
-DW#NhDP`Yxz}8p=C_-Z1@oO(CIm=iV5g|!B-0f<OL^F^X;@+GN&|E~5s%nqFy$My4Fg^s18u8EZV_W
<gzf*)g^5c^v*`wIqfm&;gKy?7_A}W1hBl^7`B){RZ=B=otlv6IHl(LZ&6^Zx}a)gif6ESJdMctgz+|
4Kyp*0BUr+I`KMdP3&7`v#Gr1gON;6A;+L=cdBn<c#8aA1TU%$Lm;?(7F8=i>RYn~o10gwsJrU?YCiO
b9$O3;!jTGnFEuDW#NiE~N;mDijJSoafZo$y`LrwiTF&z|8ux&?)3q8`n#gSmZdJ)<wE^NdoS2=VtEx
7RPhKOb3KSBrL*tOcHh)0YvbM*m>1hS)l;13w8O;Zb08y<3EQaZ*Fcx<Yel#H8XR#n;8s3cQ^0%BlhQ
>I{xDEm~t*#DY<O>d7Wo$Vg2|b362{PJ80TBG4q_%-ONlV0<fQl*GZD@22vz~aX#36tsFDa?Md&5ogP
IdN^^HNxYyd6wR&2sSG8uxwp9RaKWZ}oW!p<BW!ty1Z6#;8!&)=z>8P7IMF^)*Rjzuqxj*!j_dW1N?2
i3Ao~vJB!!0@1t8Dvz*7E{L#B<j-zew4~v!C*|XV;=BGD1qkod{|BeyqWGKd<+;G*+d*G_OcN%pw9tv
Pr<(v3sjlTQf-Cp8JU<V?TED$c6;eyzND^CQ3YY;_(Ir9?JxXQYhM!?EdJ)zjQt}QIDV}zVYVF2yboQ
-MpDQ?78VX@x`y&n$_*HR?qWL$>VA0;XhBdyYL{aryuP5otfRcGGUGJvB%@sT5IMbL8Y4^j?)M%Kq76
9QrgT~YiO-mYpvx}F2MI~+xHXjec$)3MDDQf$I-)7RfN=EZ@;be+=y-0l2RrWPEoi=mO=o=#5-4aZ;+
BzG$qCjqbU1+1qYR)j62siF%s5K8$R+I^JmJll&&1RT<ml#a6n`4_v$)Vn*zHcvgsg5+pjAECw7e1`u
Q0VX$^rH^nJrXXnbt$fJon$&G573`uF$SdhMFawheqJb~DaX!zm<Oll1kZNUaw%r-WJ?LDHQP_z;&u<
o;JKkFA5M)HrqHR*|M~Gk3F&14-Zd%m9E1fyXdT15a?jtlw{VqWkIQwc`>>P#Vktbud9xwk_wZ!gxx=
nMn1%|MzEM{ElWoz)O+J+6@Ug38RnwH?lE78yoZ=Ux<Ey7s(oYVBkX#VH6l-iVumvizMv<3iYypk`e)
qTsbmj;)zo}f~JQm;OvL3jhKg5^ORs_08EH>oK3|Vv_F*f`e{t|6Bv%~>kU8JwykXYew^2Jm6GT#Nt|
x2nTYUm6;+YzYz+)RfI`t;ypk*QJj<NB%3ANcyFu=}3~{#Dk`}qpn@60Y!^b^(;|UV_XV21~f2AC?Z7
yXyj=kUP`*x7B7IN2KRC547aPz2ggyvwqsu8pXvWPmG5piCqsH#THJI+Q?s)_(GH#_Q*$2&;t3Bf3pC
cMyVs0Yfx*-lszbd2-%H;<>SsP^?KrEC&#5h(#5tbnz<yQY+jy1PoR$VJFjg=9M`9?31G@23b5&hG$w
K;iylBz#ngKFhBGOjOK5G7iUq7umg_%P;NU4Zb#^;1SlpA-)HScCe_UJvSikaG~U_WH+j~n{_CVCL%b
mcCQpkp^UWIU)mEl(C3f5YE&;}MX4H;@ScQ6ehWCH=eO5c``HNs-cDS;!1fNLST7;qX2@dAthtN3nbT
WqS8MeyPviH>(g47301o{Gf4J)Pf<FWRaX-^U+KZSWjgAy4Y&F_pzF!xkfffra{o9vb=v{rTwf;zi1A
}t-<<?sD*0!8axLsvCjt2L#Z7=u`5Z^O*%#NA_erWA#k!gvlrqs;cja<%LpYQJlru-Fl+mcJ(wz8FNK
dyRRBU$8ZNlwTV0H~#G8Jd&ATi|&d2vObk6Zd9G;T>j=C3zrtu{!2%4mzw|m$j?bTBBI;T4`p@90MbC
_mS;5sHJGUi>OwV(bEw#2PN>KsETdiK>`9|cOz{q#^XSQJ7Kk1GqcuQ5Vh)l!f2q`%YO3Z;h|6PqH3+
xT2u;GzzE=c65w+)wq~QJO#t4kjbkqGqTc9=r_!slBNy{z?06<eSKHBAYt1b1A-8?ow(WA*zVF8#E!=
%S&a*egbu=t~yZe2e8?kMvq>|&{(bN;uxI4zA!rr%p!(28MQB{Hls)*1nl8PSMv=--R$1Daw&v|}2Fy
g`E!~<Le?hbQEn&}JS)n$A)Nv}topAv{v+wF{%Gy{p&*R-D&4FYvD@0fjW;RHUk5ET3)Jjnn3^*M6Rf
e)Qm=MO#hND2W-BOxJatx|JRwifx#=#sT7_Ce_(HP*w|yYS?n1TLUlw_!s1v1ta6W@dATjgF{{gReKd
5{=EwYmZrhx9ZV2A*m$AKsOVBsua;PX-Z0WP(XoDI6&UfG3al(1*yo)4UFbQ$BSUWZSdxQC_Z#u`@Rv
-lJqVoN0Q%{PXN1vF_52*4>>@lM4^ZP0;h^(qBpMq5Wx@ltDD=*sJQgHdWHbNTQw-%%-|+;yS7urn$P
2~Jx@meAR@mioY3)~?Z$tyy2k<q{zI6Hh>CDODnNMWoKR(Cz_A={Fo^o?jIK7}F9;CVcDTE9f&|__eB
eV-jo#@hgV`{<>OGL>i6Fs5@h_1NrJQo-I&8;rth}6o2XSeXUi+4qvh<qPMMy{hLVjM2gqf2{rMK3Dj
KZvawc&O)icnQLfMACSWCr+%(E$O>-L=z0SG3>-_vz>ZNAG>9MiKpm-wqGjQpba~vTd6Le@LhTeU#L3
ivrw(83g80e~Pd+5#qQ;+iV=U99dB(W$^{|_NCzaQGw9ep!2A9^JU@gJ#ytn-0kc^KYG@jk1h7bBI3(
`RRA~ep!~x3;-`Es6)juN;!ve`{*Z_`NuF1I)Eg50laUTjVClmY(VzEdA~B=-3=S`&H#xFU0EAVejw7
42>uQnksuS$>OkXdKrM}k*PW9%|BzJRn^?Ee3=5+UFaIgfMroXq*D*g5AmHz+_Qfo*efy0m@XmRx6II
aL15NJ@xccU8Q42mUQZV<H-*Q0KzgOL&!>}u9(b#HqqCxCh!*VO=Q`(Czf+m5Yl`&NpZqt$9Qp#yVKp
*u)bz2e(|j*;BQ?x!iwO-1uxfj{()58;Uq_1s|MLwgp<`oM=eKc{Rv_`IIs=Xbst^qd<b>O^LDw>J4h
4tTwGYt612Ja%-7iAN<B8^$=`C{9heY??KzMA|GuNupG-I%xHRv5$;iHXLZpCo65zi8{jIW(Ict&|z+
7PXF$AzTrV;?Wk7URWD(BJ`3am+TMqj4K2;GxQNOUgj?q~NA8LM3;l*1ZQ{fI3^ePHnDzaD9*-0(Y1$
jwwryM40o%4c5aFE5wrzU{u0&NuQqo`U{?>C>lwEVqMWAp<6q1;|VbMVg038NNNuZj<X@H1m@bIEo7m
D)cccQa+{j(fm2nqbX!n_%>{rv0<=VrK5QbD_nDSie)*i~yVXapo-)!S@s&QxiVLk$9sjXdy?k>yUl6
JLtXUnfjk-8JP>aw+?99{WoNfleXdlIE=ysjZsk)LLx~q%gXZ+G=YfH6$sWJ{Or#XIAx_!Fk*`lS1g;
dmio%PcXNISRifyIp~pHj%Myg!mZG}21pCS65TJidJ8H*HD`#Rs3M8E<Qxrdr#OWw62B66^RvI3fe&?
wj5l}-f`S>~Mp(n36a8`cQ1FE`4UNYr8aST^1z>{{05AcF;*bJRQtr<Hf@m)#V7rdz1fbN}gX015*Bo
U5kbH7~?-Ul3rslP|rbtoEgkF!UskUk(4%=DRAN>-X{z*dqHLg@jE~S)h+xFu;&r&kosU!0c5nfeAly
>gdLBJ&h7m;&Ka?nB)>M}x`ZBy^<=2^7*tUKK;1Y!e4a_?Q6!9Ivm`TjhGUj0tFp+H+$^Da|k^#ztwl
c;Lalylkl4gSK%x>ZPVejj_%l)3PQ=t4SZS8WwQZBD9@q2dd^kY-6TBtvJTs0f5048(bngm(N09iQvl
`C$DTZkf!@;*L&GZ`I7F<Axp_zcmn_OVO@ZDy5Xd1s@WI#9)EOJZsJ+nHj~*n*|cos!{wpz4f$ev^Pi
6G*O4oI#Vw|)crlZ6V{fU&^=l*w^-(lTrg8DbO1Lt^NAM0+`0B#A3uWpWn%MFJ()iAWb?))m9mxWPHk
@1C?P&;LcgwB`66IhPO}GP%0Fs@;Gr)I`Itw_nfe(>I6Y+4h@3>=r%|ICB|tyx<vo!miFP8k%MPmBgj
+d~<boRcRp`kQuCti~bVQb`+08_{0FjZr4P9!lh9}JUOUGl%sg%6x%LX4Mb~hQReo)Wzwkh0Fu)(a6W
Nk(vaqZ_mz&{Zg3hPBec$0_x=6@{JVjQvnnptx*Lv5|O+tI95hvV4x3WC?!3;@bjO37UkUUGH=TGyAw
4{W9?bf-v4sn*(hO!DUM(%t!j<<5tbD@6IPtj|;b$ItbDU@qHUoLR+Md+N#T*!GPRP?sU^ng2H8?n2C
MYQ3V6x7J|Qf<6Fm=T2*0%^CTwhXl#NfgjtA2LY1vR*)pcCq;y!S%he<D`t#JK}d3E+Os?@y{hflrL|
^m-35d6+OE>P7f^5ey{~MrZ@8#gvsR8)uU$b&>_Gi!wfG&b9*e=?3vqxBLti!z2OFj600SG)+{YQ`&4
%9IR_wX|8IOtt>~5A)z5qYAeQyA;ZQHh$oC6=)_rAxgs0h=)-!N<SEI{76CWLULgefMAg8weo;B2lXE
49l|pr8t@OJ6||QHE8_VDJzYXANIyaQ-+w*J}_E24tSxLT?SHw*Z%{f2Ey`3Z@8f+R?f|JCZG{=ukkU
Gwlf?Hz#HAKAnMWAmm2;2?VsX4gN>5S?jsy9Q*5W9!Gy0yw&NkP3dePQRwEXN$BnbDPD~tD!$jDnjO3
B1X8EidJ!()o6`)m==w@;2y;LVoY-vOr(FOa_Z}{RtVS-gW}ZQ@rUc8UBNVPMzueGp)9l^coXH)MD5`
tOsp~a`R1+1^r3wiE3Z3-lFmnri8O%GswC7h1oj=rG^u52}bzbLQ03Z!M&`etIKV|(G4DwjlDxlxb2p
)lhqD3VTp$K42kt2<VZE|U!J*iI-AYbJO9SK}B7lSX-(smg{+{}n3bl7z<(HgYpukD&Vg~#u6JQH-@6
^}0l8o%=u&CxRbgtn41-BjqX7Wpk*MN~xgy+zAJCiOXdN&3g~YLPK0f+Onf;l}|d9##wEw(^F0aPx=U
P1a*_(o9@#Hqo<nj%7PQPt699?7;nYB35a?e?oNo3+3rA6#Eq?93H#`4}YPpsOE@GcOUe6ngeI8Bz^Q
Yn>7gwF9?#V&g##p6qVEqr+V0+i^Z1R4)3l-w|UL{Z=Q<*5iEVPv0ZX`o^Bc`mIeWQ`TVa0-rjnn{Gv
A!e55x@n#-2O&6Bz}8#TLuWUc<v%;t+=>{e#JG{PKjkj=+Qi2M6DJVE(;?f9%1Zz!+-)s`OnSkP72;x
9s7-ns^M{_o9Iaqu75Z&S&_f%oKGND-a-Juafht_Ks%Wh==|R0scuLRJxa;60tL1roA!nuq_v>eTX9p
Uq8+_zbg-@;%|EMEY&r))frC7`@S3B)G$Z!LAxa=jeCBYV(%{h%N6g3?A)nksB0kh?LCS#p~5tYeq-V
2_=iWwOdbS4njC6*w$geUyeVNQ%WUBL)(G}b#N7&MMOVX(pC!1ktD<)aR{~u@Y?x8L`XuV3p#nXo_rw
Tcp|kcGsPw>f#GaZhp|nqtu{x!TD|J!tzPHlD(bD7lT0ZkRn?p{rJRx*U@e-N4}1tWK4io9k;|j+pF+
t0Dn3+l&f5#WYh5p*n*{as(o(jZMUxWV%m$H5D1x)>x12MGI<Nm^f9#X?R8TrsS^H=oyEXS_*3~Ljug
hv}SG{a#V)~a;UiFs*s5zIUnvzZ!SyWU+TIhu(zA@6VbsgsZ*>k044mWG9c_*713A46UZ(fc5FRtXjg
jX~(YiDb<)|!zX$Em#F3xlaXx{ndK91eN2qd5$Rq;uJ)|B&=#v%kRp*mSI5B)8_HVR`FKd&y~LZVqv4
t+nd5m9jT?9Q(fSMwU{xU>|SWz90L*;e{mRzu#`JdLBhkvZPcJ1d%e%-4X7fuD8vdlBBbI+yH|nMUWG
N|3iUy<xk%wZ!W+%K<!T7U&8T`&G;u0EElXGDkLpjX*XX|OuDt3{{w+X{{-H1wR$zXnF{bAtIU*h*r1
|ghRsG|6ssyKfVEJVu6&rcH~m2@-cO0+pRi=C*SY0fwt)w|Juv}#_a*KakGV-oln~I7)-3$>uD0sMMk
9pxzxg%U<PDt0-3v)zH=OPg*$&v;Y;_mfjR$$p9{o0~4gAN(o|qVlF6&A&88$*u{Am0J>CTuEhSW(lP
Zvy1J+R*j4DW5Pa2JY$dexKJ>~MP<4%T5Z)`@|?CqHNt0LUE-c)^R<`9Xto9b#8>yP&Qo%a7KzNJ^b%
9a*br?v(t;L-=-mvb)`slO-FyfjDo?I3tvBZ)TF*8YCPPV6|`ZlM~9h|11shK}w!Z<6qzujmG1)?fZV
7*L9Vg6Wk;WN5c=-D}@5Go;8@<dhheG;sFp(mC}TX`BGp`r=c}VUig?pH@Yf3JDxPpP=An)dK%v0=l;
lI?a2(kqK{C?U;hfVSjdrvUd+4IK%Cps5nYG7U;CCL{^HgKMj^4mUSYJ?cX_eSx}$?kl2kjAUyUkCl|
cbMt{}b-R8^|Kp3k`99P<Zy=c6BSLxsjC%45x6%4c5$E~`z4S*ZQPV!?hnJU(yR?I#rav5)+WZ~jS2r
Q|qxXZ=aG7G@zfS})V2X0|q;CVwjf$A6rUe9)bmxa(^^#+Q8M@#cMni}19a_oqsIAxz+n=pD$=|K|7{
da*q9Vjts0<2DH;my*?-A~0h&hk}uU7r*J1yTw~D_Q;h!TNl0@I9vg_E~OkC2eS^bbFg<HqYu|TPVdj
tZQ?=x#$+E7-bdkUK(pwExtqhRg<ooXL4$}4gQHnC&)jm@nG?T(p!cVK$8okyzvEm=Ml+}mzaa`+jR3
dfifUfuiRb$BUii~(?<UL6HmL<WKAMt7oUL0{)LO3=<j&e!7#^gYvydX1(k%_`+r==<>GM;fd9LCR)s
(VXXU6vuu(fKhl?m^F=Rdz5C2#xo)Q>&+LcGrjGUZaTLesq-L()lH0}ql;84^CDi?4#)yYU>y78XP5L
CLaKz17x2H3VxmouXD#jX9ws`XD1yp{k@!DXNO_8xl~d5P?0~0g{5EaNE!?WZK!mbZfO5%vvZt;pVlv
q4{L`^Ts)%sv^EjhWi0tbRDg=TI;T9G_C_>;X4b(mjZVrCnN3X>+8W5o4qlc0<)P88y@`HzJ6TMy@5~
RHo0>1^Sqij_g3q5UEWAgN(nkl+V&7-KvYB}rSy;Azw<mYWGgABQY3}sYw5Jd6sQ{}r-NF$ts-EcQIk
Mquo^|8uP~TffwKG1jZWDoKPwJLkNA<h_+t$TokYCofZX^GVdgUJ4~W*9MNL5=Y4*}jxe@;^1@zTJ)g
r%*-P?hHRpO(bmACd`;p?le>g8YY*YTgDq?Aj}QxCSLGebGh-$>{9y1ORnDFaEXmq}7(tKly_%KLFn%
)>D_c6?LreV%^?N-n&g`f#-Hdt)Q09YO6JNOH=0J08^Wo=FIDu3;o_G&mYaz!D8MQG-DzGPnppO%#zV
X*{<|Nsz3n^Y<<pGhrbp>jTT+2KN?*bb&vxe;EG;7lyX%SJ-Ta9t_&ah6~=)G46Q%hEzH5pJ6DZ!7Q5
d#3Te`6an1>|A7x@Y9Q#bi@zVp*X-~wI<@=kMn31@tkr{=_s7ZLq?<KoN#VK>J9Z7sZW?I3G}L{yu6a
gb=m~k-=Kc=+pk?0JR&s(hQGt82@S?09n=tplcU+}+#RI|<xjW!*LEc%I@W5#wUAFeJk@X;*vh5)u;_
82L8w$-L>=w|!(?t3XwiLB|nM^>gq;Pk^ZDDhs*L571du#Q&P=7zZP<r7DO_kNCMuiN%kh|kN_97`WX
12M7&LM`Oz-sMEUV$`vGZ`2@q-fH9BsXJX5}AHN`{_}DL_Q>`UdyxychD9<hcj8SVOb+j1B=UKRIBky
eW9XshW2U%>HfM?{4XqxA9|yliv(>-Ui_oyyG<!?CDY9*z?@&z>=GdcKj`KK;r{;%-(pn(`s*(F^Nq>
hzwP6%dz!=h4eIy<$@S&+8}scCBY#wD_&qJ;ZLjxtbnCxZpORnZi^+4on2-5lTXv_YOgxUfNa3mnTT}
)UqkHr=U!XpIfVlnq>cA(NZ%8dX_ZO<Bx48o|@>z?sSA*~#np-~bpx&+x!^E4A%f(&%K3-d&O*hhKiq
)Y|aW}9vbOQzJ;15T>)$#nbA7B%!|0VcBx$}jN>pWNdM}{O0K6&Y>d-$j_`XeOSY70Tqadl#J&v#_d#
yU?>_`3K$hfTdhgAY@^QSis9X>AC)+rY!UwLX}to8pduVk)_Wg=@}$yVYikRgRBJj7fFQT_GqGT5Ij$
C-D)2>F<r;{~C`g`+i;nk6R1Dc!KWvV`VD}NlBLZW8GNPO4p0^-B?s7E8!WW6HmgUFM;PgM%4C@llkq
v7LGm=<dNpB#lrBZ`NG1;8gD=dP4vz+4De7hR8++vq%brM5M5Y;&VCz~M`W0nw-#=wMhkD&dYHSlsS&
)bJrT;mG5HgV@wxXIF2D6vn_0W|tJQkebK#ZUlIua?<rsGS82Q#WEX>KDW52{O$$-!MG?P*rN%5S#in
-+lLg4GMGxde*xjEBcw?S01d+1UNMB%D!u)?ghAmF4@ih>mFdLSZZS}0lDbtIx}l2a}!-p35wxqwmbx
x(F~>lSV~+^Jg<s;UG-;vOK@ywfBn^=GuMjLX>K4|z<E4=TbJBxD&S?N0)cb1er!CN53q7})6pV6o;h
=dY4(ZqQIrgN)No!n<g$0p`d#e_^c~yxqem5z`7`gHSTelKTKdzvKTlXMEjL{nHz?G!6a{%1OP>QcC!
@1%Ed3hTCqMq#Jck^A>T3NlNUTZ_;Y?$xu6T6h+2DZ}*pmCD(#(^~Hpf;Y&PCyZX$l1sJ~#MSS?kMu)
tsHYx7jhTS4u>97UU>ppSax<YzGJ(8!vAIeEYdFNR2;1Bs6SQh*t^aJ+xqh3jXnDVmTfp=R7<G<B)cK
(o*oK>l}D7}+|5O&iR_cCCi+r5z?C&N0=m6B7i7RIz9%@2JUr!f1+ZSMP3!-^ctqH&Iw9JEh&!mOE#d
Yetv;16MVVtj-!&vxffH-Uivf$f#D?c2WZ`+gkfRckFVsh1MMdZUnjK|~<Zs)dR|1w*GfGixmKS_ew=
Bo|<{5MSmOIk{G(Ze09|vG{c^-7Z`9aPZcGPyA?MF1$vfaEzP$^%s=6bY{c8?dN&=&-g-H$r8SZgD(^
_Cz}JIR|-oXrF5A}@1@@U(%u?HNtMCaxoT7oSp0(?Gbkq^#9vT@r)p+|s^P952XXt6Sl#;j$ri%U_FH
rJ)~ruuX$H7?tF6^`{c`cOZ{1obT;6{=k4!Zfd%fZwdb94@&AV%U+nEq}6jMLJ+y`^=;W_li1>k4jI}
xD824f-c`7+RKY39u~De$t>yRVkFbByf&2#PQJmNe(EY}vN`2YNsTbj?(95_ggh{*c`Lehzm%+`ct<&
TxHW54{q3_zCCS$C$cR<hRn_d;fE)(8Q~mP0t&ydNRIL{IeayIXy7kQ`u~+sTm^ttaba;hOmT~&I=r_
8GS>r--k;b)S+$L_T#u(t?&2|=DhUKFXiOTAu<^w0;>_*?P}~)+jRg3R?59&J=&hrTYMIbHy99k=4o)
V=2mO16+o-CwpJ?v=2EhfB9app*@j4G);{<{ZYzJN^+{ZlKU5$5A-?d3{(<|ymHpWFZ9mT1YW<nNkfv
O+I#u1xeDH--D8#j&>o`EJqD)`5p~>GOp5yBm{J_jR&}r7ZRkPr!yR{ZX*6t|MNfTHYbMANg3{^=*rp
s=0>QXf4y7xjD<KFAFdQz<l{XY4q)oN&ipWxQK)-l{3ALP}m&r-<X2K4y*<3s-uf2el;&{4J<`@bucA
tsy;p7{$m#ry^#Ir&2a(&!NS^i#0sq*Z@n20jg~Z%^YcG&T5jUCqqBU01E0Pp4anOkDS^Yn)?#Z2lkc
hpzL;l&zGKw=EU7QRn%TSBrAe7=Z?AlIijSF^Y<ZVGS707K^4MhzK*c$5g>`bx3^W3%vnOSca0{XVVC
RaJU%@XwAE`1p%U&4d-NZ{!p8_Zts9Bzs4py9Ik%W{f7G1LP0Zj(IID6yn^wg+MI{B`+rCu`uFjKdSz
@!M%j-|(Ip7ctwSGXt&WrfQ3^P!f=LEPg#vH=Qv<(iw_nKzxhmgSp{s0V^7MwQl3QCv35%p9W+B-`rW
pLt0r5sg=-Ry%93x)`>UEk``vApofZs-Me;vQ9M*=9vd7Zm50dC|1Xy0C*0YFe_*1B(>ESU9pG90r{O
!yO}j>gn|3=VvdPm2ydU2g|}bg;_5ufKj>wOO;8%Xu8TXnANa<dsPI-lBYL_Izv7k3-aA(B*UhFu<!V
J=hK@Oh;qFVfN?GFI)TN=S#nQ%;Onh;v_Vut(2?~cWdE4E~11eZQHMrraM=Am1QQxN(#A6g95+f+W`B
Hrr)#XNO-#pG;<Go^J_a##23AiGWe)#e>|1_YhG);TVLv3PPpLaOXR)4kn=sCn>3AL1$(Wd8$Vokp54
HgZ0zUp^=4nT_U^voF<R@n0YEOD@h&oF#STeXF2M;9Kpb>Y?d>g<;A$Hn5RJB-pgM+O+y`ZeubxkjT+
3e4Ex~iYUXt6<zk3cE{7dbg@9U9IpBZIODEnRr?c+aH#_~~=##ChDK0vF`!CxXtT#--@6K$yUNx;G8)
!aodQPxTkTfy5zJ6ENs;OY~V#(8a+b{k*p(v(v!dE3wPs<qb8Sj(K1HcY7JBu3tLEivLOULJ*D&f03N
7YJ|NzaEZg%=Q9t-ua=@mls>d2mRfjBckWA>oGkT!#}xaO)HVtz611c=U1id$DUKlIf)2!T%NL~6rSa
zsF;X|4u9Tp*u9*e?jPm5{%Jcwd}*?Vzvk-G=wEO_RRS7IW!rMj3TxI{GY=?M*JH~azF&J%4H|@dHPI
yI&XQEZQ9BIdRS6mylmnzG8g!6M-Oa>eM=rX;=@9j6VgE3pRa=OPoDK|gf8|1O44%#hExbSDyt^{CBV
jv^4M@Ef(cX=AP*q$~65O6O&6$GlDmQ*~`+=FYm@Q{h+Uw6jDr>uKi9%Vq@qQn31MP!@-tnR7k96ZjF
`tZ?@LH?4c01mhwMT9Hef{Tnkpkdx)@vv7IN>-bq0=Cg-S&n7LWYZdf2f}4<xNz2;yo~aB#yWrktxcY
-SY3H{jb;8tXa+bb)Fl!Ve#6f>Q9Qu2Y|E=KeGusU;+=-(Oo&s4DOdr#eE1K+84z8{>uCpEc|=Tsg#@
(#I4T*4yQp?ZCkk>qq0_Z@DfQ62Ufi8)Lb1Dgz$DX(5&^zr)N3Nm}6#*A3q&auk;<CKgEl-vhUlYKmV
A|G#rKdD|yQ>rj#^>D3N4~#y3%-L(=7_eD<l|PeRw1<+D#PgzuI7DSlK+9{7>wks5c5uk09Xm4vXU2P
u*|fdOIACo%*q_73m;H9Y4dk<<b`J=Il??{V7y8D6yQ3FSBnpq=lTf`rHrgH&pf-jx*)exj2>dsnuP5
R6KMWMLnu6OYg)cDp%%S?sVCb@0oEc!B_F2LDa{HUH@=rJPDB3x3r7v%6`^V=Rlqhn4VnH55QTe1<$H
ZMC*a0(M=kf1N00diu83?f=?4lJLl#1^_sy-SR&C;rsf3!HaT!;zg!8WpV44<4PBi<Z}!tf4Is1<h9i
e#TUoM?^6^=s;a6fmwhWaCvR~XARH4{f=OU7_x(CjQYAzLtu|4WW{#3n#9cdAA!}E}n1giH@P_M-$T<
!BV(;Ub+CsNxVmtg{a#okguINJ@rVDz<<9|<l=&IMod~DF|+|x89;WVqI5Kb*B06YE0x=5*OBQ#{ha{
zW&#XJlb@F?&<D;&8xVftEjEF?aEf&rZ{?GA^8)H|H9C#zEwW>&51LP^4FHS_A9hx7MV`&XZzGXqG+e
$_MIosnUfHJI6B7*juIrI)e-k{)FLS)WcLq@~}5d%(_pg1*jCo@&O&DCf=x`#wJZQvK4*T5Cr-&+`z;
1N7BC|Lku?$pQz3@q72Tm_`aVhrD!KjZuem%VMnR@-S||C+X8S9@O!myp^1?M+ITR$sbbRw_{@X(Qx4
-AAR4Q7r4$psw}&~|4dSifVbMb&mR=h>v3E`O^^@lbg?oazT@xj;Xy-DeR~_{y@)}RXn22<podggaBO
ov#UK#<IFRhIG7iO)U}i6YF3(T%d&{l$ICcS2Nhw55+6@AECtG1dECNU*U#UX{5KKeK_}0J|tj{<6V5
42n&9@<IKQxu{MN9MHj_@6xe+3V^Hs*bUZpW^eETP^j4c|wnZYm=k64W-m)P<n3+W6|Y=fY47_NjJ~5
jwKg0U`GJX8qHOItHwCm3?auJHV;W{&M`GALBo`$Ni3CJ;2!o|G@+QNlE>xwF(@lSM5JYg+g`$rnMH!
(CiUMlYh`{ae6-``k$eB8?1zfq4Ht^@E9TR9iM;yDrGy4eak85tRf6s!YrOsN^t4pVHH$SQo7|vFL4&
x*+={7TKQseN_aY9xW6Iw?s$Lk>)=5tbv&pfwANa!W`u~!J?69TVB2*TP1<qwz=Kc?S(7TqSY9b2LK=
gy<s!b=nt;g-H$KEX{c&RLbVOp$v88Jp{5gC1#T5T(l7HI*{BGx2LfSL(o`F6e3Xtv#2~x5;HOq8`hc
%;e@GrsPD?J2g7(UZ4c+jl+Uwt}z{om&Nq96(=*IWI(=i#9Whg<D<QD>7_!{lBX1k40NY~Rx{0QG8r5
AglIKEsE00l@9JcIgy)-eAz|bqtPzOsi11cN2~|9TXqy5f=*^EE_Vd3tYzbyJ(zzkTaJpR^+>0`3v<-
vs!D?W8Z|Ddgi2wWO(A=5$o^v8+cSC59p3q<Cp-=<^%|XTe}6up)bSg_zAbK7^zP`*5iDe$Ae+HAFEK
dl1oV`02;II^T{S!k8R%<+nX_E+uu>2XRi4)5_%haMK=fCW?F5hc`_$NN#e}c9*b?}KUhNlPH{iTUw=
OTXSIT7*$dq@iNsiJlDPW#rDMB}UTz}x-DlXo*-*YrC3|(Zm_C{A%Ut_FiHP6T!SBC44`ZH$Chex5eS
X9|+k{)fRDC&M%mSfkq+L*ko!9V+5nO%p%gg!rijwmIw|)%wzD1vZ^1{myi0{Ds_&TmLA#E9X%RK{jf
C5TyZmWtzcj>mD0$96-kpm*Fwh9??;qV_>Du0R>v?yO9<=$isd1m!<TJXXle)TWCab9~)1bH8M_(d<(
q&erZ9mjcH*Y$V#Lg^JR%F<eGmjiZQ*A?w__aq$i0ed5ierGf{=V%SNg|i@iza4~mixL?tVcx!1^S{5
gZ9775mXsn)Ii;MkBPrb+9WSC&L5L2@h^_Q%e1xt0>w&s}MgEu`aUZ8&FGMwL=@)&Og@5~J`m%bY0aU
blH4zmvM^3|>SVTmkbcy<uZl0#?t%LLon?veAmN9OtpV$f2ZgnUU+jWlx066@v=fc|480F^p{p0x1d0
l6gZ9@=NWz^kz4=4}FYx)OK;LfD<+c3!bow`}8)H!^mkAmYOl=Tnt#vk<XCy2wB!J6(5$?a|Vj>iaOt
VZGC>vikJykmI-k{iZz)_pQ4DzMhtV``Sw_QUGqWd`CmUvuWW*PZ~B{jAr<yMfHxvCjbn-^`ygfp1~=
G#VOX2Ua8GThGmpbJ%BtbTLig!*_9=$+JF9Z&TU7uVsCkS!-9?&hse9Qz}MMBt4PbpWVH8TyH%A;j|m
;8!iY79$|g(S?9ugwP8eN-uW<tPWS}u{}BA=Gk>AM!*CE9gS@l$iHwvnQB;KIc6PpA%(s!7`~0D^?m&
Bn_VS+o=gz01o{w<_<{g*l^SMKgZQcLxJoXktn)<-XR~Etxh2EdB`?d4apZN{(#?c%^-b!{uQX%GirW
oZQu&n{1<8?eH3cPKv{v+Vw^Emepc_x2l&f0H-mtSWgfSiN>Lt%FoqIONal%7{wPZwn)gd)=UK$As_?
sn1#XQw$X&+K{kpP16T?=J*O|8(cY8)D>m+QvV=Z73XUjrQ9_%KfXr@jpK=ulmTp2bCb9TPy~0AUTmi
2P0t>lB8FWgrwG>%b<38i^%R4IFQtBaQkv(v7X<?G#Eu20|h`(Y1hgRqF0Y8+`|ddADF-U!zB8Tt~dK
6#Qiv~>$+-q*59LEqruI^FimbLggc_l>?fkTYf`aVYlTC+)`0g~O)>vR`s_O)o~EiVlh*kWNAD%kz4P
0rUn`%S-o^IhJ3@b+Z<TF7jy-G2SxKg(no>&8lrlYdej=ghO*6jnCcu8I-KRcY{872-tBUL~4)o7m#=
or>tJjf}5`YS86A=+_O|q(p^*M)N676Hv0TNllhoZ-b>YP^<?}CP9DiRg8?59wA?Fm-+g~7(>drsa~O
(6Jco%z&z@&SGPyVrSLyT<vo9~*THM^Q}v4+$`j1_nqpqv#xoP2n&xA3%Cc_vNHSPdfWc82Bf#;UD~O
0Ro@g5KKRcWpv=ekT#1!%l!+?4H$DmodLG@fe~YQ;jK2@`jq!X_ygl3cks*cZ?Ae51(1*9x^_*oSuyS
CA40Lg2O4(fvj}+|H}S*`=N<oK;F&MA=;Pacc^Qv%x3f})&fdB*=Bn3K0k7A2U6)<>;#aNBT5D(8kK@
=R^JzGZAGAR5I$`Odn||h=KAxKa)>$8`)8jqd;%zmKia9y!!Mj?~j}@=2wc1)kZOsP3{tvq5yx?u$&p
PG>Klnn9g)bC%QOXjdOopCJAR=u0G2Gw%IRNHk7`9K5^TqRa{Eg2c!u_u;Mpd<D9j$`U+htbaX5Etaw
TyMH8S&yd^_|}aKC}lu)b(V-$*z3(3r&0|xp~q)syPn%aQ}myt&e1;^EG@Ybm$;p?^e_ALI^CbZvGTC
@ukrDQxJt(uOk6q$tgr5LPgIL<Gd3s&o%_p7GXG?ZHJM}s65>Quak#X1dl-scxg$#M=S58d1Z30yug=
?>s^WB!zSLJ`B%?;A0q#+#|OKvU3KKsqMfPCG{l({AzVt*nLpF2GtZIS6t;?G0@v*mJ}Q)y#$>aAATw
=}<q0P7>Z=^duQ_nC1NKk6r};yA<St{+Xsy+H8Lc%l`}5Avw|ex&kD9{OkNP<`a`J<2kDopRl%wKHN!
e<>0)PuW8O%(BJkKRp;$1ZM2`X=%evjy$2k`nr_f&l!C+f?P9!w$lm#bHPnopH&KaMS@oKxz2pp>$@r
j*q?t4{<BJGVLJ3c!2$=bz#4pU$W9_uUqERr|7;1Af)Gyw+Ol?;oF2FShM_DYss1<pV{vANcoH&rQ>y
(AFlRBDFQoNhPK(D+Me{N(XjHBwYbkO6v2*dMIYD;-ikQ-xl=BZc^M!Sn>L_XLA?7kyzf9PQUDBk&U+
E7tI^&KQr(<uWMJ7O`v7p)10NsL5Au>o3ziPcTkBw03rNa!uwMMeXL^W(}P(Q{VE`Q(IzP!wqVg8!kh
kiRQNmG{i3M+Br{yK3yxJXwB{bKLWao~Lg=rDdH-5HPMFCEYVKd=3n6~-@54v2?2o#1Wix$Ed<gq-UP
lIQVb9EW01Pq0IB3x=r)A*}ag}_%jS>7{AAN@u@$%~ZT-r!%{T?#-`m8zJYi+F|5~EiC{Cw!=>)Wigb
|pEEbC)!R$BG68<<qu@zbwk@ra&Kxk{e%e9o7G1(tQ{X^)aG%ETfyq-x$%r|NX7!Vq69#{Yh6&IhB$h
enSucVGKWl7;U2^@S$YxZq_<Jq;yf*^c#YC_$og4_6J_%{fGJ|hT;y?iWh;I1B6v01E?3FwdT!}Swl>
@v}ba=m|yc{S-;z#lRvZ_$5pR7Gk{TY1W-4(<h&L2<|zq%;zO<i2;pZ9et~wJLioW6|MzMNfB)N~_4%
Qr>i-bWY1d8wNJRt3kx`EKgo@Gh7z4!s=r#sz_WUoEZkiYQRiEAG9Bl2Ogdgdx8z!Ol!|RqmKhd|>^o
gHUARpe}{`H^VX2+Y~#WVHcJ!NH?4uEBZ>vdk&b(!P3uIsE{?)<#!wJWz>q1&;io1Z_XtaeF#+C(})B
;sdd>L&0cMQ|Eb27$WsI=iOG0ZO6yJ&+8Wx{ZXDlq}wCc}m1Do2P0==pW=1i<8&8_TEikQ{8Q?Vfb(S
_L`)@584JlC~72;n;%4(bRG8vr3D;FI$MnFenPCZ*4p3{>-bM=Ersr4grpGs5v%$wF8vMvePq2WYCv?
n-uYUfglHTHb2&3>)?&y&Yt5Q}Ys_Bpp=~>cU@WOHrKBn6WK1b18?%)~OjLBxzJ^$g_~CXu0l*KcWq<
tr#@&5Eh*n>z!IbY8)aFwEVt9|JYD#6_a`1nwwbndFEv(jE4tL+Lb4#inlJF)X!q&_rrI?Em<5DCGDH
xU{kvXEz0V5<m?Pc;fs=Nc}V}FYP&3rf+s9-Ujp(v~^?m(p1J|GfY09?O8625jX7yZ+l-_WWJzVF57X
v_cdI-}oFDBFH)ny38>uuQY1<i1S;BIZUFPWhR-fim2KhgxA!t8nu&`DyC-vOUi4!-D%f*gO7OI`o}$
9c;E#kv7Q-!50bs7u`eE>o(`2g-8^&wXh%>LmckKUnLL3!{g@b6)d%$o05``v(_Uf@eb<3RAVy;v|*k
py+_u0wbNhdp<&<;x7qg_%?DceIuPf^emmp(@%Z>{fegQ{dR}I&UU7Y&m_J+p&M!L7<J|K$@uQ9fzCa
5fDp7jm!52gNu_!CQ=-!Pd=WCG#W9UOY2D*-c0=}Hze;_`PU+@9WQmx<q7eDHhQqG$CICEpPWrP%>9@
k)o{fIxb;_>Sa%!fuEvz}OC{oDOC<Pbu)YS!px{umW}w_fP?$X+b#{q1KA?AyK_$A0X`c{OY8&5xQ-K
k8I+GBZ_r_oF7@iB1yjGKLU}KJ87`<$qFvc>7P`g@E$Z&a;R2irr3mz5mhn@wJ}20@PAUQpqt_Y;vs~
6lxj4!?;f=_Xag&#xaLoBSc^v+><$7;r$-2oA1k+=^ukhKT!TJ67Tmp=TC;;d^EnIpYe5Fhw8S8Y{$8
$Jc$L9KSU9@Y&ua$!kde7CPzZ6T~F4jDL!k<7?!Rn2CDSCtx@0fat2J|&Br)qP{b=1!&72@u3zSlfjN
E;&JK2hp|#pt{qym@TuRxtZ9lH7w$@t5k3R6D=7)aN;U^XKVaJb9Ypd1V;k8N3dGO&cJ`YX;{5&9Eo7
22~H+;YdcSOI=CwtWjaw^cj8!WH*P}%q6*h(%XCsj>JQ%YGNnzB+wNTKNXKW^u@x9awXY$CplF}neU+
fe~n<-HGVX^_EcZ4sfJNA%mrUzz~!zLhOcziD*8=}Cl*4Xf0ns0M!sXeOe<R;%YR#hyZ;6pgL5*Q6@5
zK9((EcnOLWU+-l1ksKc4f0J`p)UN)igo_j#EV{w)8}%}^YM1hz;w$9fw27_
"""


def spoken_digits():
    """Levels (160, 29, 16) from 0 to 1; language, voice, digit (160,)."""
    packed = base64.b85decode(WORDS.replace("\n", ""))
    changes = np.frombuffer(zlib.decompress(packed, -15), np.uint8)  # (n,)
    changes = changes.reshape(160, 29, 16)  # (N, T, M)
    steps = np.cumsum(changes, axis=1, dtype=np.uint8) % 16  # (N, T, M)
    language, voice, digit = np.indices((2, 8, 10)).reshape(3, 160)  # 3 × (N,)
    return steps / 15, language, voice, digit
    # --8<-- [end:words]


if __name__ == "__main__":
    make_words()
    print(digest())
